"""What is stored. MODELS lists every table in the order in which they can be created."""

from __future__ import annotations

from puskesos.models.absence import VolunteerAbsence
from puskesos.models.activity import Activity
from puskesos.models.assignment import Assignment, AssignmentMessage, Photo, Visit, VisitDraft
from puskesos.models.attachment import Attachment, EntryCorrection
from puskesos.models.audit import AuditEntry, ParkedForm, Submission
from puskesos.models.board_view import BoardView
from puskesos.models.book import ColumnSet, GuestVisit
from puskesos.models.case import Case, CaseDocument, CaseEvent, CaseProposal, DataCheck, Decision, Recommendation
from puskesos.models.case_link import CaseLink
from puskesos.models.case_stay import CaseStay
from puskesos.models.field_report import FieldPhoto, FieldReport
from puskesos.models.handover import Handover, HandoverRead
from puskesos.models.hub import Counter, Hub, Service, Village
from puskesos.models.imports import Import, ImportMapping, ImportRow
from puskesos.models.job import Job, RegistryFinding
from puskesos.models.letter import Letter
from puskesos.models.letter_settings import LetterKindChoice, LetterSettings, LetterSigner, LetterText
from puskesos.models.matching import NotSame
from puskesos.models.merging import HouseholdMerge, PersonMerge
from puskesos.models.person import Household, Membership, Person, PersonChange
from puskesos.models.print_batch import PrintBatch
from puskesos.models.referral import Agency, Referral, ReferralEvent
from puskesos.models.report import MonthNote, MonthReport, SpmTarget
from puskesos.models.restricted import CaseAccess, CaseTeam
from puskesos.models.search import SearchWord, WordKey
from puskesos.models.settings import LocalHoliday, Program, StepTarget
from puskesos.models.sheet import Scan, ScanBatch, ScanFile, SheetOut
from puskesos.models.track import Track, TrackEvent, TrackMember
from puskesos.models.user import Invitation, LoginSession, LoginThrottle, User, UserVillage
from puskesos.models.welfare import PersonCategory, SpmClaim, SpmService

MODELS = [
    Hub,
    Village,
    Counter,
    Service,
    Program,
    LocalHoliday,
    StepTarget,
    User,
    UserVillage,
    VolunteerAbsence,
    LoginSession,
    LoginThrottle,
    Invitation,
    Household,
    Person,
    Membership,
    PersonChange,
    NotSame,
    PersonMerge,
    HouseholdMerge,
    Job,
    RegistryFinding,
    Import,
    ImportRow,
    ImportMapping,
    SearchWord,
    WordKey,
    Case,
    CaseDocument,
    DataCheck,
    Recommendation,
    CaseProposal,
    Decision,
    CaseEvent,
    CaseStay,
    CaseLink,
    CaseTeam,
    CaseAccess,
    Agency,
    Referral,
    ReferralEvent,
    Track,
    TrackMember,
    TrackEvent,
    PersonCategory,
    SpmClaim,
    SpmService,
    Assignment,
    AssignmentMessage,
    Letter,
    LetterSettings,
    LetterSigner,
    LetterKindChoice,
    LetterText,
    Visit,
    VisitDraft,
    Photo,
    Attachment,
    EntryCorrection,
    SheetOut,
    ScanBatch,
    ScanFile,
    Scan,
    FieldReport,
    FieldPhoto,
    Activity,
    Handover,
    HandoverRead,
    BoardView,
    PrintBatch,
    MonthNote,
    MonthReport,
    SpmTarget,
    GuestVisit,
    ColumnSet,
    AuditEntry,
    Submission,
    ParkedForm,
]

__all__ = [model.__name__ for model in MODELS] + ["MODELS"]
