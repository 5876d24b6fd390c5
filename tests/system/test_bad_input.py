"""Nonsense on every route: a clear answer, never a 500, nothing lost."""

import pytest
from django.urls import reverse

from integration_portal.core.models import ImportBatch, SiteSettings
from measures.models import Measure
from tests.builders import make_actor, make_field, make_measure, make_person

from .routes import portal_routes
from .test_access import arguments, world  # noqa: F401 - the fixture

# ruff: noqa: E501 - the tables below read better in long lines
QUERIES = [  # several parameters at once: each page takes some of them, and all of these requests take their time
    "q=%00&feld=%00&rahmen=%00&art=%00&mit=%00",
    "q=" + "x" * 10_000 + "&zielgruppe=" + "z" * 3000,
    "seite=0&verlauf=-5&sort=%22&neu=0&alt=-1",
    "seite=-1&verlauf=9999999999&neu=99999999999999999999&alt=x",
    "seite=99999999999999999999&gemeinde=1&gemeinde=%27%3B--&traeger=%3Cscript%3E&mit=99999999999999999999",
    "seite=abc&feld=gibt-es-nicht&status=&status=x&entwurf=1&nach=quatsch&unter=quatsch&=&&==&",
    "seite=%F0%9F%A6%84&ansicht=x&art=x&plan=x&betreut=x&merkmal=x&form=x",
    "von=31.02.2026&bis=gestern&q=%FF%FE",
    "von=0000-00-00&bis=9999-99-99&q=%C3%28",
    "q=%D8%A7%D9%84%D9%84%D8%BA%D8%A9&sort=neu&sort=name",
    "q=" + "a+" * 500 + "&" + "&".join("feld=sprache" for _number in range(300)),
    "q=%25_%5C&seite=1000000000&tauschen=1",
]  # fmt: skip
BODIES = [
    {},
    {"title": "\x00", "name": "\x00", "q": "\x00", "version": "x", "email": "\x00@\x00"},
    {"title": "x" * 100_000, "name": "x" * 100_000, "last_name": "x" * 100_000, "reason": "x" * 100_000, "portal_name": "x" * 100_000},
    {"version": "99999999999999999999", "partner-TOTAL_FORMS": "99999999", "partner-INITIAL_FORMS": "-1", "geld-TOTAL_FORMS": "x", "rollen-TOTAL_FORMS": "9" * 30},
    {"auswahl": ["1", "x", "-1", "9" * 30], "aktion": "publish", "schritt": "ausfuehren", "stand": "gefälscht"},
    {"draft_key": "x" * 5000, "draft_url": "https://boese.example/", "zurueck": "x", "title": "🦄"},
    {"primary_field": "9" * 30, "lead": "abc", "goals": ["x", "9" * 30], "municipalities": ["\x00"], "start_on": "0001-01-01", "end_on": "99999-12-31"},
]  # fmt: skip
NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    "مركز اللغة",
    "🦄🧑‍🤝‍🧑",
    "Ä" * 200,
    '=HYPERLINK("x")',
    "%s %(x)s {0}",
]


@pytest.fixture
def signed_in(client, world):  # noqa: F811
    client.force_login(world.users["office"])
    client.raise_request_exception = False
    return world


def urls(world):  # noqa: F811
    for name, parameters in sorted(portal_routes().items()):
        yield name, reverse(name, kwargs=arguments(name, parameters, world))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30])
def test_no_query_breaks_a_page(client, signed_in, query):
    for name, url in urls(signed_in):
        if name in ("account_logout",) or "import" in name:
            continue
        status = client.get(f"{url}?{query}").status_code
        assert (name, status < 500) == (name, True)


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_no_body_breaks_an_address(client, signed_in, number):
    count = Measure.objects.count()
    for name, url in urls(signed_in):
        if name in ("account_logout", "measures:office_duplicate"):
            continue
        client.force_login(signed_in.users["office"])
        status = client.post(url, BODIES[number]).status_code
        assert (name, status < 500) == (name, True)
    assert Measure.objects.count() == count
    assert SiteSettings.load().portal_name == "Integrationsportal"


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
def test_wrong_content_types_get_a_clear_answer(client, signed_in, content_type):
    for name, url in urls(signed_in):
        if name in ("account_logout", "measures:office_duplicate"):
            continue
        client.force_login(signed_in.users["office"])
        status = client.post(url, data=b'{"title": \xff\xfe', content_type=content_type).status_code
        assert (name, status < 500) == (name, True)


@pytest.mark.parametrize(
    "path",
    [
        "/" + "x" * 5000 + "/",
        "/massnahmen/%00/",
        "/massnahmen/%FF/",
        "/massnahmen/" + "a/" * 200,
        "/handlungsfelder/ä/",
        "/intern/massnahmen/99999999999999999999/",
        "/massnahmen.exe",
        "/en/xx/",
        "/intern/auftraege/x/",
    ],
)
def test_strange_paths_give_a_4xx(client, signed_in, path):
    assert 400 <= client.get(path).status_code < 500


@pytest.mark.parametrize("method", ["put", "options"])
def test_other_methods_are_refused_or_harmless(client, signed_in, method):
    before = Measure.objects.values_list("pk", "version")
    for name, url in urls(signed_in):
        assert (name, getattr(client, method)(url).status_code < 500) == (name, True)
    assert list(Measure.objects.values_list("pk", "version")) == list(before)


@pytest.mark.parametrize("text", NASTY)
def test_nasty_words_in_every_text_are_shown_as_text(client, signed_in, text):
    actor = make_actor(text[:200], description=text, is_published=True)
    field = make_field(name=text[:120], description=text, guideline_text=text, summary=text[:300])
    measure = make_measure(
        text[:250], published=True, lead=actor, field=field, summary=text[:300], description=text, public_text=text,
        starting_situation=text, expected_effect=text, period_note=text[:200], internal_note=text, progress_note=text,
    )  # fmt: skip
    person = make_person(text[:100], internal_note=text)
    pages = [
        "/", "/massnahmen/", measure.get_absolute_url(), field.get_absolute_url(), "/massnahmen.json", "/massnahmen.atom", "/massnahmen.csv",
        f"/intern/massnahmen/{measure.pk}/", "/intern/massnahmen/", f"/intern/akteure/{actor.pk}/", f"/intern/personen/{person.pk}/",
        f"/intern/massnahmen/{measure.pk}/bearbeiten/", "/suche/?q=script", "/en/massnahmen/",
    ]  # fmt: skip
    for page in pages:
        answer = client.get(page)
        assert (page, answer.status_code) == (page, 200)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if "text/html" in answer["Content-Type"]:
            assert b"<script>alert" not in body
            assert b"<img src=x" not in body


def test_an_oversized_form_is_refused(client, signed_in):
    answer = client.post("/intern/massnahmen/neu/", {"title": "x" * 6_000_000})
    assert answer.status_code in (400, 413)
    assert ImportBatch.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/massnahmen/", "/gibt-es-nicht/", "/konto/anmelden/"])
def test_a_foreign_host_name_is_refused_and_no_error(client, path):
    client.raise_request_exception = False
    assert client.get(path, headers={"Host": "boese.example"}).status_code == 400
