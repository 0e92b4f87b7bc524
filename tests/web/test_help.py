"""The guides of the help pages: their words are those of the screens, their pictures are there in both languages."""

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from tests.builders import make_clerk, make_country
from tests.reading import read
from tracker.web.guides import GUIDES

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates" / "web" / "guides").glob("*.html"))
PICTURES = ROOT / "static" / "guides"
MOST_BYTES = 40_000
LABEL = re.compile(r'{% translate "([^"]+)" as (\w+)_words %}')
PICTURE = re.compile(
    r'{% translate "[^"]+" as shown %}\s+{% include "web/parts/guide_picture.html" with name="([\w-]+)" %}'
)
GUIDE = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)


def words_of_the_screens():
    """Every text that the screens themselves print, out of templates and code, without the guides."""
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "tracker").rglob("*.py")]
    own = {*TEMPLATES, ROOT / "tracker" / "web" / "guides.py"}
    text = "\n".join(path.read_text("utf-8") for path in files if path not in own)
    return set(re.findall(r'(?:translate|_\(|gettext_lazy\() ?"([^"\n]+)"', text)) | set(
        re.findall(r'{% translate "([^"]+)"', text)
    )


def test_every_guide_has_its_template():
    assert {path.stem for path in TEMPLATES} == {guide.code for guide in GUIDES}


@GUIDE
def test_quoted_words_are_those_of_a_screen(path):
    labels = {label for label, _name in LABEL.findall(path.read_text("utf-8"))}
    assert labels
    assert labels - words_of_the_screens() == set()


@GUIDE
def test_nothing_is_quoted_but_words_of_screens(path):
    # A quotation that is typed into a sentence would stay behind when the button is renamed, or be translated anew.
    text = path.read_text("utf-8")
    quoted = re.findall(r"“([^”]*)”", text)
    assert quoted
    assert [words for words in quoted if not re.fullmatch(r"{{ \w+_words }}", words)] == []


@GUIDE
def test_every_step_quotes_what_it_has_looked_up(path):
    for step in path.read_text("utf-8").split("<li>")[1:]:
        assert set(re.findall(r"{{ (\w+)_words }}", step)) == {name for _label, name in LABEL.findall(step)}


def test_pictures_are_there_in_both_languages_small_and_used():
    used = [name for path in TEMPLATES for name in PICTURE.findall(path.read_text("utf-8"))]
    assert len(used) == len(set(used)) >= 3 * len(GUIDES)
    expected = {f"{name}-{language}.webp" for name in used for language in ("vi", "en")}
    files = {path.name: path.read_bytes() for path in PICTURES.iterdir()}
    assert set(files) == expected
    for name, content in files.items():
        assert content[:4] == b"RIFF", name
        assert content[8:12] == b"WEBP", name
        assert len(content) <= MOST_BYTES, name


@GUIDE
def test_every_picture_has_words_for_those_who_do_not_see_it(path):
    text = path.read_text("utf-8")
    assert text.count("guide_picture.html") == len(PICTURE.findall(text)) >= 3


@pytest.mark.django_db
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.code)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_guide_is_read_by_everybody_in_their_language(guide, language):
    client = Client()
    client.cookies["language"] = language
    with override_settings(PUBLIC_READING=False, PUBLIC_EDITIONS=False, OPEN_READING=False):
        page = client.get(reverse("web:guide", args=[guide.code])).content.decode()
    with translation.override(language):
        assert f"<h1>{guide.title}</h1>" in page
    addresses = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    assert len(addresses) >= 3
    assert all(address.endswith(f"-{language}.webp") and shown for address, shown in addresses)
    # On a phone a picture is small: it leads to itself.
    assert all(f'<a class="picture" href="{address}"><img src="{address}"' in page for address, _shown in addresses)


@pytest.mark.django_db
def test_help_lists_the_guides_and_an_unknown_one_is_not_found():
    page = Client().get(reverse("web:help")).content.decode()
    assert all(reverse("web:guide", args=[guide.code]) in page for guide in GUIDES)
    assert Client().get(reverse("web:guide", args=["minister"])).status_code == 404


@pytest.mark.django_db
def test_help_is_one_click_from_every_page():
    person = make_clerk(make_country())
    for address in ("/", reverse("web:sign_in"), reverse("admin:index"), "/no-such-page/"):
        assert f'href="{reverse("web:help")}"' in read(address, "en", person).content.decode(), address


# --- The papers of the project --------------------------------------------------------------------------------------


def pictures_named():
    """The pictures that README and docs show: the paper, the words for those who do not see it, the file."""
    for paper in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for shown, file in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", paper.read_text("utf-8")):
            yield paper, shown, file


def test_pictures_that_papers_name_are_there_and_have_words():
    named = list(pictures_named())
    for paper, shown, file in named:
        assert shown, (paper.name, file)
        assert (paper.parent / file).is_file(), (paper.name, file)
    shown_by = {paper.name for paper, _shown, _file in named}
    assert "README.md" in shown_by
    assert shown_by - {"README.md"}
    for paper in shown_by:
        assert sum(each.name == paper for each, _shown, _file in named) >= 3, paper
