"""The sentences that refuse a whole file; each says what to do instead."""

from django.utils.translation import gettext as _

from tracker.exchange.incoming import limits
from tracker.exchange.sheet_table import UnreadableFileError


def too_large() -> UnreadableFileError:
    """Return the refusal of a file with too many bytes."""
    return UnreadableFileError(
        _("The file is larger than %(most)s MB. Send only the sheets that hold figures, or send it in parts.")
        % {"most": limits.MOST_BYTES // 1024 // 1024}
    )


def too_much() -> UnreadableFileError:
    """Return the refusal of a workbook that would take too much memory or time."""
    return UnreadableFileError(
        _("The workbook unpacks to more than is read. Copy the cells with figures into a new workbook.")
    )


def too_wide(sheet: str) -> UnreadableFileError:
    """Return the refusal of a sheet with cells too far right."""
    return UnreadableFileError(
        _("“%(sheet)s” has cells beyond %(columns)s columns. Delete those columns, or copy the table into a new file.")
        % {"sheet": sheet, "columns": limits.MOST_COLUMNS}
    )


def too_long(sheet: str) -> UnreadableFileError:
    """Return the refusal of a sheet with too many rows."""
    return UnreadableFileError(
        _("“%(sheet)s” has more than %(rows)s rows. Send it in parts.") % {"sheet": sheet, "rows": limits.MOST_ROWS}
    )


def no_cells() -> UnreadableFileError:
    """Return the refusal of a file in which nothing stands."""
    return UnreadableFileError(_("The file holds no cells. Choose the file that holds the figures."))


def broken() -> UnreadableFileError:
    """Return the refusal of a workbook that breaks its reader."""
    return UnreadableFileError(
        _("The workbook cannot be read. Open it in the spreadsheet, save it anew as .xlsx, and choose it again.")
    )


def locked() -> UnreadableFileError:
    """Return the refusal of a workbook that nobody opens without its password."""
    return UnreadableFileError(_("The workbook is protected by a password. Save it without one, and choose it again."))


def old_kind() -> UnreadableFileError:
    """Return the refusal of a workbook of the years before 2007."""
    return UnreadableFileError(
        _("This is a workbook of the old kind (.xls). Save it as .xlsx or as CSV, and choose that file.")
    )


def another_kind(kind: str) -> UnreadableFileError:
    """Return the refusal of a file of another program that a spreadsheet can open; ``kind`` names it."""
    return UnreadableFileError(
        _("The file is %(kind)s, not a workbook. Open it in a spreadsheet, save it as .xlsx, and choose that file.")
        % {"kind": kind}
    )


def no_cells_in_it(kind: str) -> UnreadableFileError:
    """Return the refusal of a file whose figures no spreadsheet opens; ``kind`` names it."""
    return UnreadableFileError(
        _("The file is %(kind)s: its figures are no cells. Choose the workbook (.xlsx) or CSV that it was made of.")
        % {"kind": kind}
    )


def no_table_file() -> UnreadableFileError:
    """Return the refusal of a file that is nothing known."""
    return UnreadableFileError(
        _("The file is neither a workbook (.xlsx) nor a table as text (.csv). Save it as one of them.")
    )


def open_quotation(row: int) -> UnreadableFileError:
    """Return the refusal of a text file in which a quotation mark swallows what follows."""
    return UnreadableFileError(
        _("In row %(row)s a quotation mark is not closed, or words follow it. Correct the row, or save the file anew.")
        % {"row": row}
    )


def without_its_mark() -> UnreadableFileError:
    """Return the refusal of a text in UTF-16 that does not say so."""
    return UnreadableFileError(
        _("The text seems to be written in UTF-16 without saying so. Choose that encoding, or save it as CSV in UTF-8.")
    )


def not_in_encoding(encoding: str) -> UnreadableFileError:
    """Return the refusal of an encoding that a person chose and the file does not have."""
    return UnreadableFileError(
        _("The file is not written in %(encoding)s. Choose another encoding.") % {"encoding": encoding}
    )
