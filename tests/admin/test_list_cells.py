"""A change list on a phone: each cell says of which column it is, and stays a table's for assistive technology."""

import pytest
from django.utils.safestring import SafeString

from tests.builders import make_country, make_person, make_place
from tracker.admin.list_cells import labelled_cells


def test_cells_carry_role_and_escaped_words_of_their_column():
    cells = [
        SafeString('<td class="action-checkbox"><input type="checkbox"></td>'),
        SafeString('<th class="field-name"><a href="/a">A</a></th>'),
        SafeString('<td class="field-unit">USD &lt; VND</td>'),
    ]
    headers = [
        {"text": SafeString('<input type="checkbox">'), "class_attrib": SafeString(' class="action-checkbox-column"')},
        {"text": "name", "class_attrib": ""},
        {"text": 'unit "shown"'},
    ]
    assert labelled_cells(cells, headers) == (
        '<td role="cell" data-label="" class="action-checkbox"><input type="checkbox"></td>'
        '<th role="rowheader" data-label="Name" class="field-name"><a href="/a">A</a></th>'
        '<td role="cell" data-label="Unit &quot;shown&quot;" class="field-unit">USD &lt; VND</td>'
    )


@pytest.mark.django_db
def test_change_list_says_the_column_of_each_cell(client):
    make_place("an", parent=make_country(), name="An", name_en="An")
    client.force_login(make_person("chief", is_staff=True, is_superuser=True))
    client.cookies["language"] = "en"
    page = client.get("/admin/provinces/place/").content.decode()
    assert 'role="table"' in page
    assert 'role="cell" data-label="Kind" class="field-kind' in page
