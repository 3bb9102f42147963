from __future__ import annotations

from collections import Counter

import pytest

from malaqbiq.kernel.access import Access, Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.organization.models import Post
from malaqbiq.organization.selectors import posts_of
from malaqbiq.organization.services import posts_materialise

pytestmark = pytest.mark.django_db

SULBAR = ["76", *(f"76.0{number}" for number in range(1, 7))]


@pytest.mark.parametrize("regime", ["pkpu-6-2008", "pkpu-14-2020", "pkpu-21-2023"])
def test_the_structural_posts_of_sulawesi_barat(country: Access, sulbar: Access, regime: str) -> None:
    posts = posts_materialise(access=sulbar, units=SULBAR, regime=regime)
    assert Counter(post.level for post in posts) == {"JPT Pratama": 1, "Administrator": 9, "Pengawas": 30}
    assert posts_of(sulbar, unit="76", regime=regime).count() == 10


def test_materialising_again_gives_the_same_posts(country: Access, sulbar: Access) -> None:
    first = posts_materialise(access=sulbar, units=SULBAR, regime="pkpu-14-2020")
    again = posts_materialise(access=sulbar, units=SULBAR, regime="pkpu-14-2020")
    assert [post.uid for post in again] == [post.uid for post in first]
    assert Post.objects.count() == 40


def test_a_post_knows_the_unit_above_it(country: Access, sulbar: Access) -> None:
    posts = {post.unit_code: post for post in posts_materialise(access=sulbar, units=["76"], regime="pkpu-14-2020")}
    assert posts["P20B.31"].parent_code == "P20B.3"
    assert posts["P20B.3"].position_name.startswith("Kepala Bagian Teknis Penyelenggaraan Pemilu")
    assert posts["P20B"].parent_code == ""
    assert posts["P20B.31"].eselon == "IV.a"


def test_posts_whose_number_is_open_are_made_only_when_it_is_given(country: Access, sulbar: Access) -> None:
    given = {"K20.S": 3, "K20.F": 1}
    posts = posts_materialise(access=sulbar, units=["76.02"], regime="pkpu-14-2020", numbers=given)
    assert [(post.unit_code, post.ordinal) for post in posts if post.unit_code in given] == [
        ("K20.F", 1), ("K20.S", 1), ("K20.S", 2), ("K20.S", 3),
    ]  # fmt: skip


def test_a_province_whose_type_was_not_found_needs_it_named(country: Access) -> None:
    with pytest.raises(UserError, match="the type of 73 under pkpu-14-2020"):
        posts_materialise(access=country, units=["73"], regime="pkpu-14-2020")
    posts = posts_materialise(access=country, units=["73"], regime="pkpu-14-2020", typology="A")
    assert Counter(post.level for post in posts) == {"JPT Pratama": 1, "Administrator": 4, "Pengawas": 8}


def test_a_regime_that_is_not_there_is_refused(country: Access) -> None:
    with pytest.raises(UserError, match="pkpu-1-1999"):
        posts_materialise(access=country, units=["76"], regime="pkpu-1-1999", typology="B")


def test_posts_of_a_foreign_unit_are_not_made_and_not_seen(country: Access, sulbar: Access, mamuju: Access) -> None:
    posts_materialise(access=sulbar, units=SULBAR, regime="pkpu-14-2020")
    with pytest.raises(Forbidden):
        posts_materialise(access=mamuju, units=["76.01"], regime="pkpu-14-2020")
    assert posts_of(mamuju, unit="76.02").count() == 5
    assert not posts_of(mamuju, unit="76.01").exists()
