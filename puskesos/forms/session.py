"""Signing in, and the own password."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

from puskesos.forms.base import AtMost, HubForm, Needed, line


class SignInForm(HubForm):
    """User name and password; `next_page` is where the person wanted to go."""

    username = line("Nama pengguna", Needed("nama pengguna"), limit=100)
    password = PasswordField("Kata sandi", [Needed("kata sandi"), AtMost(200)])
    next_page = HiddenField(name="lanjut")


class PasswordForm(HubForm):
    """The own password, changed; the new one is typed twice."""

    current_password = PasswordField("Kata sandi sekarang", [Needed("kata sandi sekarang"), AtMost(200)])
    new_password = PasswordField(
        "Kata sandi baru",
        [Needed("kata sandi baru"), AtMost(200)],
        description="Paling sedikit 10 huruf. Rangkaian beberapa kata mudah diingat dan sulit ditebak.",
    )
    repeat_password = PasswordField("Ulangi kata sandi baru", [Needed("kata sandi baru sekali lagi"), AtMost(200)])

    def validate_repeat_password(self, field: StringField) -> None:
        if field.data != self.new_password.data:
            raise ValidationError("Kata sandi baru tidak sama dengan ulangannya.")


class JoinForm(PasswordForm):
    """The first own password, on the own phone."""

    current_password = None
