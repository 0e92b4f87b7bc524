"""Bring a file from the terminal: by the pipeline of the pages, with the same comparison, asked before it is saved."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provinces.models import Organisation
from tracker.actions.importing.filing import UnableToFileError, cancel_file, confirm_columns, give_reason, keep_file
from tracker.actions.importing.reading import read_stored
from tracker.actions.importing.result import CheckResult
from tracker.actions.importing.running import check_file, save_file
from tracker.actions.importing.saving import SavedFile
from tracker.actions.refusals import UnableToActError
from tracker.exchange.demonstration import mark_lines
from tracker.management.import_telling import result_lines
from tracker.management.progress_bar import ProgressBar
from tracker.models import FileImport, ImportKind, Person
from tracker.progress.periods import Quarter

IN_THE_WAY: Final = 1
OPEN_COLUMNS: Final = 2
NOT_CONFIRMED: Final = 3
INTERRUPTED: Final = 130
_YES: Final = frozenset({"y", "yes", "c", "co", "có"})


class ImportCommand(BaseCommand):
    """Bring one file.

    Exit codes: 0 saved or nothing to save, 1 something is in the way, 2 columns are open, 3 not confirmed, 130 stopped.
    """

    kind: ClassVar[ImportKind]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        parser.add_argument("file", type=Path, help="the workbook (.xlsx) or text file (.csv)")
        parser.add_argument("--as", dest="person", metavar="USERNAME", required=True, help="who brings it")
        parser.add_argument("--source", metavar="SLUG", help="whose file it is, by address name")
        parser.add_argument(
            "--columns",
            type=Path,
            metavar="FILE",
            help="what the columns are (JSON); where it does not exist yet, the proposal is written there",
        )
        parser.add_argument("--reason", default="", help="the reason that answers what is unusual")
        parser.add_argument("--dry-run", action="store_true", help="compare only; keep and save nothing")
        parser.add_argument("--yes", action="store_true", help="save without asking")
        parser.add_argument(
            "--language", choices=("vi", "en"), default="vi", help="of the text and of the file's numbers (vi)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare the file, print what saving would do, ask, and save."""
        with translation.override(options["language"]):
            self._say(mark_lines())
            person = Person.objects.filter(username=options["person"], is_active=True).first()
            if person is None:
                raise CommandError(
                    _("There is no open account “%(username)s”. Write the user name as it is typed when signing in.")
                    % {"username": options["person"]}
                )
            self._file: FileImport | None = None
            try:
                if options["dry_run"]:
                    with transaction.atomic():
                        self._compared(person, options)
                        transaction.set_rollback(True)
                else:
                    self._bring(person, options)
            except KeyboardInterrupt as interruption:
                if self._given_up(options):
                    sentence = _("Stopped as you asked; nothing was saved.")
                    raise CommandError(sentence, returncode=INTERRUPTED) from interruption
                self._say([_("The file was saved before it could be stopped.")])
            except CommandError:
                self._given_up(options)
                raise
            except UnableToActError as refusal:
                self._given_up(options)
                raise CommandError(refusal.message, returncode=IN_THE_WAY) from refusal

    def quarter_of(self, options: dict[str, Any]) -> Quarter | None:
        """Return the quarter that the file means where it names none itself."""
        return None

    def mapping_of(self, file_import: FileImport, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return what the columns are taken for, and the questions that are open."""
        raise NotImplementedError

    def _bring(self, person: Person, options: dict[str, Any]) -> None:
        kept, result = self._compared(person, options)
        if not result.can_be_saved:
            self._given_up(options)
            return
        if not options["yes"] and not self._confirmed():
            raise CommandError(_("Nothing was saved."), returncode=NOT_CONFIRMED)
        with ProgressBar(_("saving"), sys.stderr) as bar:
            saved = save_file(kept, read=read_stored, at=timezone.now(), watch=bar)
        if not isinstance(saved, SavedFile):
            raise CommandError(saved.message, returncode=IN_THE_WAY) from saved
        self._say([_("Saved: %(count)s. The file's key is %(key)s.") % {"count": saved.lines, "key": kept.key}])

    def _given_up(self, options: dict[str, Any]) -> bool:
        """Give the kept file up; False if it was saved already."""
        if self._file is None or options["dry_run"]:
            return True
        try:
            cancel_file(file_import=self._file, by=self._file.made_by)
        except UnableToFileError:
            return False
        return True

    def _compared(self, person: Person, options: dict[str, Any]) -> tuple[FileImport, CheckResult]:
        """Keep the file, settle its columns, compare it and print what was found.

        :raises CommandError: if columns are open, or anything stands in the way.
        """
        kept = self._kept(person, options)
        confirm_columns(file_import=kept, mapping=self._columns(kept, options), by=person)
        give_reason(file_import=kept, reason=options["reason"], by=person)
        with ProgressBar(_("comparing"), sys.stderr) as bar:
            result = check_file(kept, read=read_stored, at=timezone.now(), watch=bar)
        self._say(result_lines(result))
        if result.problem_count or result.question_count:
            sentence = (
                _("Nothing was saved: mend the errors in the file, and bring it again.")
                if result.problem_count
                else _("Nothing was saved: what is unusual needs a reason; give it with --reason.")
            )
            raise CommandError(sentence, returncode=IN_THE_WAY)
        return kept, result

    def _kept(self, person: Person, options: dict[str, Any]) -> FileImport:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file %(name)s.") % {"name": path})
        source = None
        if options["source"] and (source := Organisation.objects.filter(slug=options["source"]).first()) is None:
            raise CommandError(_("This office sends no files for your places; choose another, or none."))
        quarter, now = self.quarter_of(options), timezone.now()
        self._file = keep_file(
            kind=self.kind,
            name=path.name,
            content=path.read_bytes(),
            year=timezone.localdate(now).year if quarter is None else quarter.year,
            quarter=quarter,
            source=source,
            language=options["language"],
            by=person,
            at=now,
        )
        return self._file

    def _columns(self, kept: FileImport, options: dict[str, Any]) -> dict[str, Any]:
        """Return what the columns are: as a file of columns says, else as proposed where nothing is open.

        :raises CommandError: if something is open; the proposal is written where it can be edited.
        """
        path: Path | None = options["columns"]
        if path is not None and path.is_file():
            try:
                known = json.loads(path.read_text(encoding="utf-8"))
            except (ValueError, OSError) as error:
                raise CommandError(_("--columns %(name)s cannot be read.") % {"name": path}) from error
            if isinstance(known, dict):
                return known
            raise CommandError(_("--columns %(name)s cannot be read.") % {"name": path})
        mapping, questions = self.mapping_of(kept, options)
        if questions:
            self._say([f"? {question}" for question in questions])
            if path is not None:
                path.write_text(json.dumps(mapping, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            raise CommandError(
                _(
                    "What the columns are is open. With --columns FILE the proposal is written to the file: look at "
                    "it, correct it, and run the command again."
                ),
                returncode=OPEN_COLUMNS,
            )
        return mapping

    def _confirmed(self) -> bool:
        self.stdout.write(_("Save all of it?") + " [y/N] ", ending="")
        self.stdout.flush()
        return sys.stdin.readline().strip().casefold() in _YES

    def _say(self, lines: list[str]) -> None:
        for line in lines:
            self.stdout.write(line)
