"""The sample district: the same for the same seed, and every file what the truth says."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import unicodedata
import wave
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from PIL import Image

from archivist import rules, sample
from archivist.model import Plan
from archivist.sample import TrueFile, Truth, faults
from archivist.sample.slots import due
from archivist.sample.topics import topics

_PASSWORD = "archivist"  # noqa: S105 - everyone may open the sample
_SPOILED = frozenset(("truncated", "empty", "encrypted", "temporary"))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return rules.load(rules.pack())


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("district") / "inbox"


@pytest.fixture(scope="module")
def truth(plan: Plan, inbox: Path) -> Truth:
    return sample.make(inbox, 400, 7, plan)


@pytest.fixture(scope="module")
def contents(truth: Truth, inbox: Path) -> dict[str, bytes]:
    """Every known file's bytes by name, members of ZIPs and mails included."""
    found = dict(_dropped(inbox))
    for name in sorted(truth.containers, key=len):
        data = found[name]
        for member, inner in _zipped(data) if data[:2] == b"PK" else _mailed(data):
            found[f"{name}/{member}"] = inner
    return found


def _dropped(inbox: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(inbox.rglob("*")):
        if path.is_file():
            yield path.relative_to(inbox).as_posix(), path.read_bytes()


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            name = info.filename
            if not info.flag_bits & 0x800:
                name = name.encode("cp437").decode("gb18030")
            yield name, archive.read(info)


def _mailed(data: bytes) -> Iterator[tuple[str, bytes]]:
    for part in email.message_from_bytes(data, policy=email.policy.default).iter_attachments():
        yield part.get_filename() or "", bytes(part.get_payload(decode=True))


def _sound(truth: Truth, kind: str) -> list[TrueFile]:
    return [file for file in truth.files if file.format == kind and file.fault not in _SPOILED]


def test_the_same_seed_drops_the_same_bytes(plan: Plan, tmp_path: Path) -> None:
    once = sample.make(tmp_path / "a", 160, 3, plan)
    again = sample.make(tmp_path / "b", 160, 3, plan)
    assert once == again
    assert dict(_dropped(tmp_path / "a")) == dict(_dropped(tmp_path / "b"))


def test_another_seed_drops_another_district(plan: Plan, truth: Truth, tmp_path: Path) -> None:
    other = sample.make(tmp_path, 400, 8, plan)
    shared = {file.digest for file in other.files} & {file.digest for file in truth.files}
    assert len(shared) < 20


def test_as_many_files_are_dropped_as_asked(truth: Truth, inbox: Path) -> None:
    assert len(list(_dropped(inbox))) == 400
    assert len(truth.files) > 400


def test_the_truth_knows_every_file_by_name_and_digest(
    truth: Truth, contents: dict[str, bytes]
) -> None:
    assert {file.name: file.digest for file in truth.files} == {
        name: hashlib.sha256(data).hexdigest() for name, data in contents.items()
    }


def test_the_truth_survives_saving(truth: Truth, tmp_path: Path) -> None:
    truth.save(tmp_path / "truth.json")
    assert Truth.load(tmp_path / "truth.json") == truth


def test_points_units_and_wants_are_the_plan_s(truth: Truth, plan: Plan) -> None:
    for file in truth.files:
        assert file.unit in plan.unit_by_name
        if file.point:
            assert file.want in {want.name for want in plan.by_code[file.point].wants}


def test_every_unit_has_its_folder(plan: Plan, truth: Truth, inbox: Path) -> None:
    assert truth.files
    assert {unit.name for unit in plan.units} <= {path.name for path in inbox.iterdir()}


def test_nothing_but_exact_duplicates_and_empty_files_repeats(truth: Truth) -> None:
    twice = Counter(file.digest for file in truth.files)
    copies = {file.digest for file in truth.files if file.fault in ("duplicate", "empty")}
    assert {digest for digest, count in twice.items() if count > 1} <= copies


def test_names_differ_even_where_case_and_composition_do_not_count(truth: Truth) -> None:
    alike = [unicodedata.normalize("NFC", file.name).casefold() for file in truth.files]
    assert len(set(alike)) == len(alike)
    assert max(len(part.encode()) for name in alike for part in name.split("/")) < 256


def test_all_kinds_of_naming_and_of_fault_occur(truth: Truth) -> None:
    assert {file.naming for file in truth.files} == {"coded", "half", "uncoded"}
    assert {file.fault for file in truth.files} == {"", *faults.SHARES}


def test_some_points_are_whole_some_begun_and_some_missing(truth: Truth, plan: Plan) -> None:
    evidenced = {file.point for file in truth.files}
    lacking = {hole.point for hole in truth.holes}
    codes = {point.code for point in plan.points}
    assert codes - evidenced
    assert len(codes - lacking) >= 10
    assert len(lacking & evidenced) >= 30


def test_docx_open_in_word_s_library_and_hold_their_date(
    truth: Truth, contents: dict[str, bytes]
) -> None:
    files = _sound(truth, "docx")
    assert len(files) > 100
    for file in files:
        document = docx.Document(io.BytesIO(contents[file.name]))
        day = date.fromisoformat(file.date)
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert document.core_properties.author
        if "讲话" not in text and file.fault != "edition":
            assert f"{day.year}年{day.month}月{day.day}日" in text, file.name


def test_xlsx_open_with_true_sums(truth: Truth, contents: dict[str, bytes]) -> None:
    files = _sound(truth, "xlsx")
    assert len(files) > 40
    for file in files:
        sheet = openpyxl.load_workbook(io.BytesIO(contents[file.name])).worksheets[0]
        rows = list(sheet.iter_rows(min_row=3, values_only=True))
        counted = [row for row in rows if isinstance(row[0], int)]
        last = next((row for row in rows if row[0] == "合计"), ())
        for place, total in enumerate(last):
            if isinstance(total, int):
                assert sum(int(str(row[place])) for row in counted) == total, file.name


def test_pdf_text_is_extracted_as_it_was_written(plan: Plan) -> None:
    from archivist.sample.page import pdf
    from archivist.sample.paper import numbered, paper, written

    slots = [slot for slot in due(plan) if slot.theme.genre in ("方案", "通知", "台账")][:12]
    papers = numbered(plan, [paper(plan, slot, n, 5) for n, slot in enumerate(slots)])
    for each in papers:
        draft = written(each, 5)[1]
        assert draft is not None
        with pypdfium2.PdfDocument(pdf(draft, each.when)) as document:
            found = "".join(page.get_textpage().get_text_range() for page in document)
        for line in draft.lines:
            assert line.text in "".join(found.split()) or "　" in line.text or " " in line.text


def test_photos_tell_when_where_and_with_what_they_were_taken(
    truth: Truth, contents: dict[str, bytes]
) -> None:
    photos = [file for file in _sound(truth, "jpeg") if "照片" in file.want]
    assert photos
    for file in photos:
        with Image.open(io.BytesIO(contents[file.name])) as image:
            image.load()
            exif = image.getexif()
            assert image.size == (1600, 1200)
            assert exif[0x0110]
            assert exif.get_ifd(0x8825)[1] == "N"
            day = exif.get_ifd(0x8769)[0x9003][:10].replace(":", "-")
            assert (day == file.date) is (file.fault != "photo-date"), file.name


def test_films_and_recordings_are_read_with_their_time(
    truth: Truth, contents: dict[str, bytes]
) -> None:
    assert _sound(truth, "mp4") or _sound(truth, "mov")
    for file in [*_sound(truth, "mp4"), *_sound(truth, "mov")]:
        data = contents[file.name]
        assert data[4:8] == b"ftyp"
        place = data.index(b"mvhd") + 8
        seconds = int.from_bytes(data[place : place + 4], "big")
        days = (date.fromisoformat(file.date) - date(1904, 1, 1)).days
        assert abs(seconds - days * 86400) < 86400
    for file in _sound(truth, "wav"):
        with wave.open(io.BytesIO(contents[file.name])) as sound:
            assert sound.getnframes() == 16000


def test_texts_come_in_utf_8_and_in_gb18030(truth: Truth, contents: dict[str, bytes]) -> None:
    kinds: Counter[str] = Counter()
    for file in _sound(truth, "txt"):
        try:
            contents[file.name].decode()
            kinds["utf-8"] += 1
        except UnicodeDecodeError:
            assert "，" in contents[file.name].decode("gb18030")
            kinds["gb18030"] += 1
    assert min(kinds["utf-8"], kinds["gb18030"]) > 2


def test_zips_carry_gbk_names_without_the_utf_8_flag(
    truth: Truth, contents: dict[str, bytes]
) -> None:
    flags = set()
    for name in truth.containers:
        if contents[name][:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(contents[name])) as archive:
                flags |= {bool(info.flag_bits & 0x800) for info in archive.infolist()}
    assert False in flags


def test_locked_files_ask_for_their_password(truth: Truth, contents: dict[str, bytes]) -> None:
    for file in (file for file in truth.files if file.fault == "encrypted"):
        data = contents[file.name]
        if file.format == "pdf":
            with pytest.raises(pypdfium2.PdfiumError):
                pypdfium2.PdfDocument(data)
            with pypdfium2.PdfDocument(data, password=_PASSWORD) as document:
                assert len(document)
        elif file.format == "zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                first = archive.infolist()[0]
                with pytest.raises(RuntimeError):
                    archive.read(first)
                assert len(archive.read(first, _PASSWORD.encode())) == first.file_size
        else:
            assert "EncryptedPackage".encode("utf-16-le") in data


def test_a_new_edition_comes_under_the_old_name(
    truth: Truth, plan: Plan, inbox: Path, tmp_path: Path
) -> None:
    assert inbox.exists()
    later = sample.revise(tmp_path, truth, plan, 3)
    changed = [new for old, new in zip(truth.files, later.files, strict=True) if old != new]
    assert {file.name for file in changed} == {name for name, _ in _dropped(tmp_path)}
    assert len(changed) == 3


def test_a_clean_district_of_one_year_is_complete_and_faultless(plan: Plan, tmp_path: Path) -> None:
    asked = sample.one_year(plan)
    truth = sample.make_clean(tmp_path, 400, 1, asked)
    assert len(truth.files) == 400
    assert truth.holes == ()
    assert not any(file.fault for file in truth.files)
    assert len({file.digest for file in truth.files}) == 400
    assert {file.point for file in truth.files} == {point.code for point in plan.points}


def test_there_is_a_theme_for_every_want_of_the_plan(plan: Plan) -> None:
    for point in plan.points:
        themes = topics()[point.code].themes
        assert [theme.want for theme in themes] == list(range(1, len(point.wants) + 1)), point.code
