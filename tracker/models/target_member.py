"""The places that share a collective target, with a floor and a trail of their own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.models.recorded import audited
from tracker.models.target import Target
from tracker.models.triggers import parts_of_approved_targets_are_fixed

# Made by Django from the field; a proxy gives it triggers and events, and forms keep working as they are.
_Through: Any = Target.members.through


@audited()
class TargetMember(_Through):
    """One place that shares a collective target."""

    class Meta:
        proxy = True
        verbose_name = _("member of a target")
        verbose_name_plural = _("members of targets")
        triggers = [parts_of_approved_targets_are_fixed("target_member_approved_is_fixed")]

    def __str__(self) -> str:
        return f"{self.target}: {self.place}"
