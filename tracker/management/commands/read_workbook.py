"""Print what a workbook or CSV file holds, as an import would read it; nothing is saved."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from provinces.reach import Reach
from tracker.actions.incoming_catalogue import load_catalogue
from tracker.exchange.demonstration import mark_lines, mark_of_data
from tracker.exchange.incoming.columns import Expected
from tracker.exchange.incoming.reading import Seen, look_at
from tracker.exchange.incoming.results import ReadResult
from tracker.exchange.incoming.telling import column_lines, figure_line, problem_line, seen_as_data
from tracker.exchange.incoming.text_sheets import ENCODINGS
from tracker.exchange.sheet_table import UnreadableFileError
from tracker.management.arguments import quarter_argument
from tracker.management.place_argument import place_of_argument
from tracker.management.reading_as import add_reader, reach_of_reader


class Command(BaseCommand):
    """Print tables, what their columns are taken for, what would be asked, and the figures if all is confirmed.

    A file that cannot be read ends with its sentence and exit code 1; problems with figures are news.
    """

    help = "Reads a workbook or CSV file and prints what an import would make of it; saves nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        parser.add_argument("file", type=Path, help="the workbook (.xlsx) or text file (.csv)")
        parser.add_argument("--quarter", help="the quarter that the file speaks of, for example 2025-Q1")
        parser.add_argument("--place", help="the place that it speaks of, by address name, for example hai-duong")
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help="of a text file; found out without it")
        parser.add_argument("--separator", default="", help="of a text file, one character; found out without it")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")
        parser.add_argument(
            "--language", choices=("vi", "en"), default="vi", help="language of the text and of the file's numbers (vi)"
        )
        add_reader(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file and print."""
        language = options["language"]
        with translation.override(language):
            reach = reach_of_reader(options)
            period = str(quarter_argument(options["quarter"])) if options["quarter"] else ""
            place = place_of_argument(options["place"], reach).slug if options["place"] else ""
            if len(options["separator"]) > 1:
                raise CommandError(
                    _("--separator %(text)s is more than one character.") % {"text": options["separator"]}
                )
            path: Path = options["file"]
            if not path.is_file():
                raise CommandError(_("There is no file %(name)s.") % {"name": path})
            with path.open("rb") as file:
                seen, results = self._read(file, path.name, Expected(period, place, language), reach, options)
            if options["format"] == "json":
                data = {**mark_of_data(), **seen_as_data(seen, results)}
                self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            else:
                self._print_text(seen, results)

    @staticmethod
    def _read(
        file: IO[bytes], name: str, expected: Expected, reach: Reach, options: dict[str, Any]
    ) -> tuple[Seen, list[ReadResult]]:
        """Read the file as an import would.

        :raises CommandError: if it is none that can be read.
        """
        chosen = {key: options[key] for key in ("encoding", "separator")}
        try:
            seen = look_at(file, load_catalogue(reach=reach), expected, name=name, **chosen)
            return seen, seen.read(expected.language)
        except UnreadableFileError as error:
            raise CommandError(str(error)) from error

    def _print_text(self, seen: Seen, results: list[ReadResult]) -> None:
        self.stdout.write("".join(f"{line}\n" for line in mark_lines()), ending="")
        if seen.sheets.is_text:
            words = {"encoding": seen.sheets.encoding, "separator": seen.sheets.separator.replace("\t", "\\t")}
            self.stdout.write(_("Text file: encoding %(encoding)s, separator “%(separator)s”") % words)
        for line in (*seen.sheets.notices, *map(problem_line, seen.problems)):
            self.stdout.write(line)
        for one, result in zip(seen.tables, results, strict=True):
            self.stdout.write("")
            table = one.table
            rows = {"sheet": table.sheet.name, "first": table.head_rows[0], "last": table.last_row}
            self.stdout.write(_("“%(sheet)s”, rows %(first)s to %(last)s") % rows)
            for line in column_lines(one):
                self.stdout.write(f"  {line}")
            for question in one.proposal.questions:
                self.stdout.write(f"  ? {question.sentence}")
            for problem in result.problems:
                self.stdout.write(f"  ! {problem_line(problem)}")
            for figure in result.figures:
                self.stdout.write(f"  = {figure_line(figure, seen.catalogue)}")
