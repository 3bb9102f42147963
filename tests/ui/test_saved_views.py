"""Saved views: whose they are, what is kept of an address, and that they lead nowhere but to lists."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client

from malaqbiq.kernel.access import Access, Role
from malaqbiq.ui.models import SavedView
from malaqbiq.ui.selectors import kept_of
from malaqbiq.ui.services import MOST, ViewRefused, view_save
from tests import builders
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ani() -> Client:
    for code in ("76", "76.01", "76.02"):
        builders.unit(code, "provinsi" if code == "76" else "kabkota")
    return signed_in(Role.SDM_OFFICER, "76.01", username="ani")


def keep(client: Client, name: str = "Kontrak", query: str = "status=ppnpn&sort=-name&col=unit", **form: str) -> str:
    """Where keeping the view of the staff list leads."""
    response = client.post("/views", {"list": "staff", "name": name, "query": query, **form})
    return str(response.get("Location", response.status_code))


def test_a_list_is_kept_with_filter_order_and_columns_and_stands_above_it(ani: Client) -> None:
    where = keep(ani)
    assert where == "/staff?col=unit&sort=-name&status=ppnpn"
    page = ani.get(where).content.decode()
    assert 'href="/staff?col=unit&amp;sort=-name&amp;status=ppnpn" aria-current="page">Kontrak' in page
    assert 'aria-current="page">Kontrak' not in ani.get("/staff").content.decode()
    keep(ani, query="status=pns")
    assert SavedView.objects.get().query == "status=pns"


def test_nothing_of_one_moment_and_nobodys_number_is_kept() -> None:
    params = QueryDict("q=7601010101010001&page=3&as_of=2022-01-01&pick=x&format=xlsx&saved=none&unit=76&q=Ani")
    assert kept_of(params) == "q=Ani&unit=76"
    assert kept_of(QueryDict("q=7601 0101 0101 0001")) == ""


def test_a_view_is_ones_own_unless_shared_with_the_unit(ani: Client) -> None:
    keep(ani, "Sendiri")
    keep(ani, "Bersama", shared="1")
    same = signed_in(Role.SECRETARY, "76.01", username="budi")
    above = signed_in(Role.SDM_OFFICER, "76", username="citra")
    other = signed_in(Role.SDM_OFFICER, "76.02", username="dewi")
    for client, shared in ((same, True), (above, False), (other, False)):
        page = client.get("/staff?saved=none").content.decode()
        assert ("Bersama" in page) is shared
        assert "Sendiri" not in page
    assert "/removal" not in same.get("/staff?saved=none").content.decode()


def test_nobody_changes_or_deletes_anothers(ani: Client) -> None:
    keep(ani, shared="1")
    kept = SavedView.objects.get()
    same = signed_in(Role.SDM_OFFICER, "76.01", username="budi")
    assert same.post(f"/views/{kept.uid}", {"name": "Lain"}).status_code == 404
    assert same.post(f"/views/{kept.uid}/removal").status_code == 404
    assert SavedView.objects.get().name == "Kontrak"
    assert ani.post(f"/views/{kept.uid}/removal")["Location"] == "/staff?saved=none"
    assert not SavedView.objects.exists()


def test_the_list_opens_with_the_view_that_was_chosen_and_all_is_one_click_away(ani: Client) -> None:
    keep(ani)
    kept = SavedView.objects.get()
    ani.post(f"/views/{kept.uid}", {"name": "Kontrak", "opens": "1"})
    assert ani.get("/staff")["Location"] == "/staff?col=unit&sort=-name&status=ppnpn"
    assert ani.get("/staff?as_of=2022-01-01")["Location"].endswith("&as_of=2022-01-01")
    whole = ani.get("/staff?saved=none")
    assert whole.status_code == 200 and 'href="/staff?saved=none"' in whole.content.decode()
    other = signed_in(Role.SDM_OFFICER, "76.01", username="budi")
    assert other.get("/staff").status_code == 200
    keep(ani, "Kedua", "unit=76.01")
    ani.post(f"/views/{SavedView.objects.get(name='Kedua').uid}", {"name": "Kedua", "opens": "1"})
    assert SavedView.objects.get(opens=True).name == "Kedua"


@pytest.mark.parametrize(
    "page", ["https://evil.example", "//evil.example", "account_logout", "person", "users", "", "\0", "x" * 500]
)
def test_no_form_leads_out_of_the_house_or_to_a_page_that_isnt_ones_list(ani: Client, page: str) -> None:
    assert ani.post("/views", {"list": page, "name": "x", "query": "a=b"}).status_code == 404
    assert not SavedView.objects.exists()


def test_a_query_stays_a_query(ani: Client) -> None:
    where = keep(ani, query="//evil.example/?next=https://evil.example&unit=76.01\r\nX: y")
    assert where.startswith("/staff?") and "\r" not in where and "\n" not in where
    assert ani.get(where).status_code == 200


def test_a_name_is_needed_is_one_of_its_kind_and_there_are_no_more_than_some(ani: Client) -> None:
    assert "no name" in ani.post("/views", {"list": "staff", "name": "  "}, follow=True).content.decode()
    keep(ani, "<script>alert(1)</script>")
    assert "<script>alert" not in ani.get("/staff?saved=none").content.decode()
    keep(ani, "Dua")
    two = SavedView.objects.get(name="Dua")
    page = ani.post(f"/views/{two.uid}", {"name": "<script>alert(1)</script>"}, follow=True).content.decode()
    assert "Another view has this name" in page
    access = Access(SavedView.objects.all()[0].owner, {Role.SDM_OFFICER: frozenset({"76.01"})})
    for number in range(MOST - 2):
        view_save(access=access, page="staff", name=f"v{number}", query="", shared=False)
    with pytest.raises(ViewRefused):
        view_save(access=access, page="staff", name="one more", query="", shared=False)
    view_save(access=access, page="staff", name="v1", query="unit=76.01", shared=False)
    view_save(access=access, page="activity", name="one more", query="", shared=False)


@pytest.mark.parametrize("page", ["staff", "activity", "pay/limits", "appraisal", "appraisal/objections"])
def test_views_cost_one_statement(ani: Client, page: str) -> None:
    keep(ani)
    ani.get(f"/{page}")
    with at_most():
        assert "Keep this view" in ani.get(f"/{page}").content.decode()
