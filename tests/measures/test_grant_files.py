"""Files of a grant, and who looks after it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from integration_portal.core import attachments
from integration_portal.core.models import Attachment, SiteSettings
from integration_portal.core.today import TodayQuery, groups
from measures.due_funding import due_rows
from measures.models import Grant
from tests.builders import make_attachment, make_user
from tests.builders_funding import make_call, make_grant, make_line, make_programme
from tests.conftest import TODAY
from tests.helpers_auditing import every_row_change_is_audited

from .test_funding_pages import grant_form

pytestmark = pytest.mark.django_db
PAGES = "/intern/foerderung/bewilligungen/"


@pytest.fixture
def user():
    return make_user("office")


@pytest.fixture
def office(client, freeze, user):
    """The office, logged in on 23 November 2026."""
    freeze()
    client.force_login(user)
    return client


def pdf(name="Bescheid.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 Bescheid")


def files(grant):
    return [file.name for file in attachments.of(grant)]


class TestFiles:
    def test_the_notice_is_attached_with_the_grant_and_later_ones_are_added(self, office, user):
        programme = make_programme()
        with every_row_change_is_audited():
            office.post(f"{PAGES}neu/", grant_form(programme, file=pdf()))
        grant = Grant.objects.get()
        office.post(f"{PAGES}{grant.pk}/bearbeiten/", grant_form(programme, version=grant.version, file=pdf("2.pdf")))
        assert files(grant) == ["Bescheid.pdf", "2.pdf"]
        assert attachments.of(grant)[0].uploaded_by == user
        assert [file.name for file in office.get(grant.get_absolute_url()).context["files"]] == files(grant)

    @pytest.mark.parametrize(("name", "content"), [("bild.png", b"<script>"), ("leer.pdf", b""), ("a.html", b"<b>")])
    def test_a_file_that_is_refused_stores_nothing(self, office, name, content):
        answer = office.post(f"{PAGES}neu/", grant_form(make_programme(), file=SimpleUploadedFile(name, content)))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
        assert (Grant.objects.count(), Attachment.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("role", "may"), [("office", True), ("reader", True), ("contributor", False), ("council", False), ("", False)]
    )
    def test_they_are_for_those_who_read_everything(self, client, role, may):
        file, account = make_attachment(make_grant()), make_user(role)
        client.force_login(account)
        assert attachments.may_read(account, file) is may
        assert client.get(reverse("core:attachment", args=[file.pk])).status_code == (200 if may else 404)

    def test_a_file_is_deleted_after_asking(self, office):
        grant = make_grant()
        file = make_attachment(grant)
        url = f"{PAGES}{grant.pk}/dateien/{file.pk}/loeschen/"
        assert office.get(url).status_code == 200
        assert files(grant) == ["bericht.pdf"]
        assert office.post(url).url == grant.get_absolute_url()
        assert (files(grant), office.post(url).status_code) == ([], 404)

    def test_a_file_of_another_grant_is_not_found(self, office):
        file = make_attachment(make_grant())
        assert office.post(f"{PAGES}{make_grant().pk}/dateien/{file.pk}/loeschen/").status_code == 404
        assert Attachment.objects.count() == 1

    def test_a_grant_goes_with_its_files_and_stays_with_them_while_it_has_lines(self, office):
        kept, gone = make_grant(), make_grant()
        make_line(kept)
        for grant in (kept, gone):
            make_attachment(grant)
            office.post(f"{PAGES}{grant.pk}/loeschen/")
        assert (list(Grant.objects.all()), Attachment.objects.count(), files(kept)) == ([kept], 1, ["bericht.pdf"])


class TestWhoLooksAfterIt:
    def test_a_new_grant_is_looked_after_by_whoever_enters_it(self, office, user):
        assert office.get(f"{PAGES}neu/").context["form"].initial["responsible"] == user.pk
        office.post(f"{PAGES}neu/", grant_form(make_programme(), responsible=user.pk))
        grant = Grant.objects.get()
        assert grant.responsible == user
        assert str(user) in office.get(grant.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("role", ["reader", "contributor", "council"])
    def test_only_accounts_of_the_office_can_be_chosen(self, office, role):
        answer = office.post(f"{PAGES}neu/", grant_form(make_programme(), responsible=make_user(role).pk))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["responsible"])

    def test_own_lines_leave_out_grants_that_somebody_else_looks_after(self, user):
        site, other = SiteSettings.load(), make_user("office")
        for title, who in (("Meine", user), ("Fremde", other), ("Niemandes", None)):
            make_grant(title, responsible=who, report_due="2026-12-01", end_on="2026-12-31")
        make_call("Aufruf", deadline="2026-12-01")
        titles = lambda mine: sorted({row.title for row in due_rows(user, TODAY, site=site, mine=mine)})  # noqa: E731
        assert titles(True) == ["Aufruf", "Meine", "Niemandes"]
        assert titles(False) == ["Aufruf", "Fremde", "Meine", "Niemandes"]

    def test_the_today_page_asks_for_one_s_own(self, user):
        make_grant("Fremde", responsible=make_user("office"), report_due="2026-12-01", end_on="2027-12-31")
        make_grant("Meine", responsible=user, report_due="2026-12-02", end_on="2027-12-31")

        def lines(mine):
            found = {group.key: group for group in groups(TodayQuery(user, TODAY, mine=mine))}
            return [item.title for item in found["funding-reports"].items]

        assert (lines(True), lines(False)) == (["Meine"], ["Fremde", "Meine"])
