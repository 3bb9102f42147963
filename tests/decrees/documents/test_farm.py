from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from malaqbiq.decrees.documents.farm import Farm, WorkersRefused, workers_for
from malaqbiq.decrees.documents.inspection import inspect
from malaqbiq.decrees.documents.jobs import UNSOUND, Desk, Done, Job
from malaqbiq.decrees.documents.process import environment
from malaqbiq.decrees.documents.render import Sheet
from malaqbiq.decrees.documents.signing import Key
from malaqbiq.decrees.documents.worker import Orders
from malaqbiq.decrees.rules.papers.pages import Look, extract_page
from malaqbiq.kernel.blobs import PART, Blob, blob_read
from tests.decrees.documents.keys import PASSWORD, key_files
from tests.decrees.documents.test_render import ADDRESS, RENDERER, sheet
from tests.decrees.papers.sample import paper, row
from tests.process import LONG_ENOUGH

pytestmark = pytest.mark.process


def job(number: int, *, sign: bool = False) -> Job:
    look = Look(address=ADDRESS, signable=sign)
    return Job(sheet(extract_page(paper(), row(number), number, look)), sign=sign, town="Mamuju")


def broken() -> Job:
    return Job(Sheet([{"form": "none", "foot": {"address": None}}], "a4", date(2022, 1, 11), "", ""))


def test_jobs_and_outcomes_pass_through_json() -> None:
    done = Done(Blob("ab", ".pdf", 3), 1, "cd", "ANDI")
    assert Job.unpacked(json.loads(json.dumps(job(1).packed()))).packed() == job(1).packed()
    assert Done.unpacked(json.loads(json.dumps(done.packed()))) == done


def test_two_workers_give_what_one_renderer_gives_in_order(tmp_path: Path) -> None:
    jobs = [job(number) for number in range(12)]
    with Farm(Orders(str(tmp_path)), workers=2) as farm:
        contents = [blob_read(tmp_path, done.blob.digest, ".pdf") for done in farm.run(jobs)]
    assert contents == [RENDERER.render(one.sheet).content for one in jobs]


def test_one_paper_that_cannot_be_rendered_does_not_stop_the_others(tmp_path: Path) -> None:
    with Farm(Orders(str(tmp_path))) as farm:
        first, second, third = farm.run([job(1), broken(), job(2)])
    assert (bool(first.blob), bool(second.blob), bool(third.blob)) == (True, False, True)
    assert second.error


def test_signed_papers_keep_the_digest_of_what_was_signed(tmp_path: Path) -> None:
    path, password = key_files(tmp_path)
    orders = Orders(str(tmp_path / "files"), p12=str(path), password_file=str(password))
    with Farm(orders) as farm:
        (done,) = farm.run([job(3, sign=True)])
    content = blob_read(tmp_path / "files", done.blob.digest, ".pdf")
    plain = RENDERER.render(job(3, sign=True).sheet).content
    assert content.startswith(plain)
    assert (done.signer, inspect(content).signatures[0].sound) == ("ANDI TENRI PADA", True)


def test_a_key_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    path, _ = key_files(tmp_path)
    wrong = tmp_path / "salah"
    wrong.write_bytes(b"salah")
    orders = Orders(str(tmp_path), p12=str(path), password_file=str(wrong))
    with Farm(orders) as farm, pytest.raises(WorkersRefused, match="another password"):
        list(farm.run([job(1, sign=True)]))


def test_a_key_that_may_not_sign_now_is_told(tmp_path: Path) -> None:
    path, password = key_files(tmp_path, expired=True)
    orders = Orders(str(tmp_path / "files"), p12=str(path), password_file=str(password))
    with Farm(orders) as farm, pytest.raises(WorkersRefused, match="valid from") as refused:
        list(farm.run([job(1, sign=True)]))
    assert "MALAQBIQ_P12" in refused.value.remedy
    assert not (tmp_path / "files").exists()


def test_a_signature_that_does_not_hold_is_not_kept(tmp_path: Path) -> None:
    """Its certificate ran out while papers were signed, say."""
    path, _ = key_files(tmp_path, expired=True)
    done = Desk(tmp_path / "files", key=Key.load(path, PASSWORD)).do(job(1, sign=True))
    assert (done.blob, done.sound, done.error) == (None, False, UNSOUND)
    assert not (tmp_path / "files").exists()


def test_a_worker_that_was_killed_is_replaced(tmp_path: Path) -> None:
    with Farm(Orders(str(tmp_path))) as farm:
        assert all(done.blob for done in farm.run([job(1)]))
        os.kill(farm._all[0].pid, signal.SIGKILL)
        farm._all[0].wait()
        assert all(done.blob for done in farm.run([job(2), job(3)]))


def test_workers_end_with_their_parent_however_it_ends(tmp_path: Path) -> None:
    code = (
        "import sys, time; from malaqbiq.decrees.documents.farm import Farm; "
        "from malaqbiq.decrees.documents.worker import Orders\n"
        "with Farm(Orders(sys.argv[1]), workers=2) as farm:\n"
        "    print(*(process.pid for process in farm._all), flush=True); time.sleep(900)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment()
    )
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + LONG_ENOUGH
    while any(_runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if _runs(pid)] == []


def test_small_batches_start_one_worker() -> None:
    assert (workers_for(1), workers_for(29), workers_for(0)) == (1, 1, 1)


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    with Farm(Orders(str(tmp_path)), workers=2) as farm:
        list(farm.run([job(number) for number in range(4)]))
    assert list(tmp_path.glob(f"*/{PART}*")) == []


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
