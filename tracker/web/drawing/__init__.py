"""Draw the charts of pages as SVG in IBCS notation; nothing here knows a model or a request.

Numbers come in shown units, with the texts that are printed beside them; coordinates are written in plain ASCII, since
templates would print decimal commas into them under Vietnamese. Looks are classes of static/charts.css: no picture
holds a style or a colour of its own, so that dark mode, forced colours and grey print are decided in one place.
"""
