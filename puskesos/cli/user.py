"""`user`: the way back in when nobody can sign in, for whoever owns the machine."""

from __future__ import annotations

import argparse

from puskesos import clock
from puskesos.actions.console import give_password, set_active
from puskesos.actions.user import Worker, create_user
from puskesos.cli.options import add_data_option
from puskesos.config import load_settings
from puskesos.database import connected, open_database
from puskesos.errors import RuleBroken, StartRefused
from puskesos.models import Hub, User, Village
from puskesos.queries.assignment import waiting_for
from puskesos.queries.user import list_users
from puskesos.rules.roles import Role, parse_roles
from puskesos.security.passphrase import make_passphrase

HELP = "List, add or block users, or give one a new one-time password (shown once, changed at the next sign-in)."
VERBS = ("password", "block", "unblock")


def configure(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)
    parser.add_argument("--hub", metavar="CODE", help="kecamatan code of the hub, when there are several")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("list", help="everybody of the hub")
    add = verbs.add_parser("add", help="a new user with a one-time password")
    add.add_argument("username")
    add.add_argument("--name", required=True)
    add.add_argument("--role", action="append", required=True, choices=[str(role) for role in Role], dest="roles")
    add.add_argument("--area", default="", help="for bo: pendidikan, kesehatan or sosial_ekonomi")
    add.add_argument("--village", action="append", default=[], help="for psm: the name of a village", dest="villages")
    for verb, words in zip(VERBS, ("a new one-time password", "sign out and keep out", "let in again"), strict=True):
        verbs.add_parser(verb, help=words).add_argument("username")


def run(args: argparse.Namespace) -> int:
    open_database(load_settings(args.data))
    with connected():
        hub = _hub(args.hub)
        if args.verb == "list":
            _list(hub)
        elif args.verb == "add":
            _add(hub, args)
        else:
            _change(hub, args.verb, args.username)
    return 0


def _hub(code: str | None) -> Hub:
    hubs = list(Hub.select().where(Hub.code == code) if code else Hub.select()) if Hub.table_exists() else []
    if not hubs:
        raise StartRefused("There is no such hub in this data. Set it up first: python3 app.py serve")
    if len(hubs) > 1:
        raise StartRefused(f"Say which hub: --hub {' | '.join(hub.code for hub in hubs)}")
    return hubs[0]


def _list(hub: Hub) -> None:
    for user in list_users(hub.id):
        roles = ", ".join(role.label for role in Role if role in parse_roles(user.roles))
        print(f"{user.username:<24} {user.name:<28} {roles}{'' if user.active else '  (blocked)'}")


def _add(hub: Hub, args: argparse.Namespace) -> None:
    villages = Village.select(Village.id).where(Village.hub == hub.id, Village.name.in_(args.villages)).tuples()
    worker = Worker(
        username=args.username.lower(),
        name=args.name,
        roles=frozenset(Role(role) for role in args.roles),
        area=args.area,
        village_ids=frozenset(village for (village,) in villages),
    )
    password = make_passphrase()
    try:
        create_user(hub.id, worker, password=password, actor=None, now=clock.now(), must_change_password=True)
    except RuleBroken as problem:
        raise StartRefused(problem.message) from problem
    print(f"{worker.username} may sign in once with: {password}")


def _change(hub: Hub, verb: str, username: str) -> None:
    user = User.get_or_none(User.hub == hub.id, User.username == username.lower())
    if user is None:
        raise StartRefused(f"There is no user {username!r}. See: python3 app.py user list")
    if verb == "password":
        print(f"{user.username} may sign in once with: {give_password(user, now=clock.now())}")
    else:
        set_active(user, verb == "unblock", now=clock.now())
        print(f"{user.username} is {'active' if verb == 'unblock' else 'blocked'}.")
        if verb == "block" and (tasks := len(waiting_for(user.id))):
            print(f"Open tasks that still wait for {user.username}: {tasks}. Take them back in Pengaturan, Pengguna.")
