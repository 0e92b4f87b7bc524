"""The rows that everything else rests on, as files: taken along, changed in a spreadsheet, and brought back."""
