"""The gazetteer: that its data hold together, and that names find what they mean."""

import unicodedata
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ChidaoError
from corpus.gazetteer import Body, Gazetteer, Local, Successor, fold, load_gazetteer
from corpus.gazetteer.load import read_abbreviations, read_bodies, read_kinds, read_local, read_provinces
from corpus.vietnamese import unify_tone_placement

Form = Literal["NFC", "NFD"]
DATA_FILES = ["bodies.toml", "provinces.toml", "local.toml", "abbreviations.toml", "kinds.toml"]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def names_of(gazetteer: Gazetteer, successors: tuple[Successor, ...]) -> list[str]:
    return [gazetteer.body(successor.id).name for successor in successors]


# --- The data -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", DATA_FILES)
def test_a_data_file_is_nfc_with_one_kind_of_line_end(file: str) -> None:
    text = files("corpus.gazetteer").joinpath(file).read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert "\t" not in text


def spellings(gazetteer: Gazetteer) -> list[str]:
    """Every text that the data hold, in no order."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for each in value:
                walk(each)
        elif hasattr(value, "__slots__"):
            for slot in value.__slots__:
                walk(getattr(value, slot))

    for values in (gazetteer.bodies, gazetteer.provinces, gazetteer.abbreviations, gazetteer.kinds):
        walk(values)
    walk(gazetteer.local)
    return found


def test_no_text_has_white_space_at_its_ends_or_doubled(gazetteer: Gazetteer) -> None:
    texts = spellings(gazetteer)
    assert len(texts) > 2000
    assert [text for text in texts if text != " ".join(text.split())] == []


def test_tone_marks_stand_where_the_newer_habit_puts_them(gazetteer: Gazetteer) -> None:
    assert [text for text in spellings(gazetteer) if unify_tone_placement(text) != text] == []


def test_every_entry_has_a_source(gazetteer: Gazetteer) -> None:
    local = gazetteer.local
    for entries in (
        gazetteer.bodies,
        gazetteer.provinces,
        gazetteer.abbreviations,
        gazetteer.kinds,
        local.levels,
        local.groups,
        [successor for body in gazetteer.bodies for successor in body.successors],
    ):
        assert entries
        assert all(len(entry.source) > 4 for entry in entries)


def test_ids_are_unique_and_plain(gazetteer: Gazetteer) -> None:
    ids = [body.id for body in gazetteer.bodies]
    assert [id_ for id_, times in Counter(ids).items() if times > 1] == []
    assert all(id_.isascii() and id_ == id_.lower() and id_.replace("-", "").isalnum() for id_ in ids)


def test_no_entry_lists_a_spelling_twice(gazetteer: Gazetteer) -> None:
    for body in gazetteer.bodies:
        repeated = [name for name, times in Counter(map(fold, (body.name, *body.aliases))).items() if times > 1]
        assert repeated == [], body.id
        assert len(set(map(fold, body.ambiguous))) == len(body.ambiguous), body.id


def test_a_spelling_of_two_bodies_is_marked_ambiguous_in_both(gazetteer: Gazetteer) -> None:
    owners: dict[str, set[str]] = {}
    for body in gazetteer.bodies:
        for name in (body.name, *body.aliases, *body.ambiguous, *([body.symbol] if body.symbol else [])):
            owners.setdefault(fold(name), set()).add(body.id)
    shared = {name for name, ids in owners.items() if len(ids) > 1}
    assert {"bct", "ban chỉ đạo"} <= shared
    for name in shared:
        assert gazetteer.find(name) is None, name
        assert {body.id for body in gazetteer.candidates(name)} == owners[name], name


def test_a_short_form_stands_in_one_entry(gazetteer: Gazetteer) -> None:
    shorts = Counter(fold(each.short) for each in gazetteer.abbreviations)
    assert [short for short, times in shorts.items() if times > 1] == []


def test_a_kind_has_its_symbol_and_name_for_itself(gazetteer: Gazetteer) -> None:
    for column in ([kind.symbol for kind in gazetteer.kinds if kind.symbol], [kind.name for kind in gazetteer.kinds]):
        assert [word for word, times in Counter(map(fold, column)).items() if times > 1] == []


def test_today_has_14_ministries_and_3_ministry_level_agencies(gazetteer: Gazetteer) -> None:
    living = Counter(body.kind for body in gazetteer.bodies if body.lives)
    assert living["ministry"] == 14
    assert living["ministry-level"] == 3
    assert all(body.symbol for body in gazetteer.bodies if body.kind in {"ministry", "ministry-level"})


def test_the_government_of_2021_had_18_ministries_and_4_ministry_level_agencies(gazetteer: Gazetteer) -> None:
    until_2025 = {body.id for body in gazetteer.bodies if body.until == date(2025, 3, 1)}
    ministries = [b for b in gazetteer.bodies if b.kind == "ministry" and (b.lives or b.id in until_2025)]
    founded_2025 = {"bo-nong-nghiep-va-moi-truong", "bo-dan-toc-va-ton-giao"}
    assert len([body for body in ministries if body.id not in founded_2025]) == 18
    assert "uy-ban-dan-toc" in until_2025


def test_symbols_of_living_bodies_are_unique(gazetteer: Gazetteer) -> None:
    symbols = Counter(fold(body.symbol) for body in gazetteer.bodies if body.symbol and body.lives)
    assert [symbol for symbol, times in symbols.items() if times > 1] == []


def test_every_former_body_leads_to_bodies_of_today(gazetteer: Gazetteer) -> None:
    for body in gazetteer.bodies:
        assert bool(gazetteer.today(body)) != body.lives, body.id
        assert all(gazetteer.body(successor.id).lives for successor in gazetteer.today(body))


def test_34_provinces_hold_the_former_63_once_each(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.provinces) == 34
    former = [fold(part.name) for province in gazetteer.provinces for part in province.parts]
    assert len(former) == len(set(former)) == 63
    assert all(fold(province.name) in map(fold, (p.name for p in province.parts)) for province in gazetteer.provinces)


def test_23_provinces_were_merged_and_11_left(gazetteer: Gazetteer) -> None:
    merged = [province for province in gazetteer.provinces if province.since]
    assert len(merged) == 23
    assert all((len(province.parts) > 1) == (province.since == date(2025, 7, 1)) for province in gazetteer.provinces)


@pytest.mark.parametrize(
    ("day", "cities"),
    [
        (date(2024, 12, 31), 5),
        (date(2025, 7, 1), 6),
        (date(2026, 4, 30), 7),
        (date(2026, 9, 1), 8),
        (date(2026, 9, 20), 9),
    ],
)
def test_cities_under_the_central_level_grew_in_number(gazetteer: Gazetteer, day: date, cities: int) -> None:
    assert [province.status_on(day) for province in gazetteer.provinces].count("thành phố") == cities


def test_a_day_of_becoming_a_city_comes_with_its_act(gazetteer: Gazetteer) -> None:
    for province in gazetteer.provinces:
        assert (province.city_since is None) == (province.city_act is None)
        assert province.city_since is None or province.status == "thành phố"


def test_no_group_covers_an_ended_level_without_saying_so(gazetteer: Gazetteer) -> None:
    ended = {level.id for level in gazetteer.local.levels if level.until}
    assert ended == {"district"}
    assert [group.id for group in gazetteer.local.groups if ended & set(group.covers)] == ["ubnd-cap-huyen"]


# --- Finding a body -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Bộ Thông tin và Truyền thông", "Bộ Thông tin và Truyền thông"),
        ("BTTTT", "Bộ Thông tin và Truyền thông"),
        ("btttt", "Bộ Thông tin và Truyền thông"),
        ("Bộ TT&TT", "Bộ Thông tin và Truyền thông"),
        ("BỘ TT & TT", "Bộ Thông tin và Truyền thông"),
        ("Bộ Thông tin truyền thông", "Bộ Thông tin và Truyền thông"),
        ("TTTT", "Bộ Thông tin và Truyền thông"),
        ("Bộ Công An", "Bộ Công an"),
        ("bộ y tế", "Bộ Y tế"),
        ("Bộ  Khoa học\nvà Công nghệ", "Bộ Khoa học và Công nghệ"),
        ("Bộ LĐ–TB&XH", "Bộ Lao động - Thương binh và Xã hội"),
        ("Bộ Lao động-Thương binh và Xã hội", "Bộ Lao động - Thương binh và Xã hội"),
        ("Bộ Văn hoá, Thể thao và Du lịch", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("Uỷ ban Dân tộc", "Ủy ban Dân tộc"),
        ("Toà án nhân dân tối cao", "Tòa án nhân dân tối cao"),
        ("UỶ BAN NHÂN DÂN", "Ủy ban nhân dân"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở Văn hoá Thể thao du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Ngân hàng nhà nước", "Ngân hàng Nhà nước Việt Nam"),
        ("PVN", "Tập đoàn Công nghiệp - Năng lượng Quốc gia Việt Nam"),
        ("VOV", "Đài Tiếng nói Việt Nam"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_body_is_found_however_its_name_is_typed(gazetteer: Gazetteer, form: Form, words: str, name: str) -> None:
    found = gazetteer.find(unicodedata.normalize(form, words))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("words", ["", "Bộ", "Bộ Khoa", "Bo Cong an", "KHCN", "CT", "BCT", "Ban Chỉ đạo", "QH"])
def test_what_is_no_name_or_means_several_things_is_not_found(gazetteer: Gazetteer, words: str) -> None:
    assert gazetteer.find(words) is None


def test_an_ambiguous_spelling_has_candidates(gazetteer: Gazetteer) -> None:
    assert {body.name for body in gazetteer.candidates("BCT")} == {"Bộ Công Thương", "Bộ Chính trị"}
    assert [body.name for body in gazetteer.candidates("KH&CN")] == ["Bộ Khoa học và Công nghệ"]
    assert gazetteer.candidates("Bộ Kinh tế") == ()


@pytest.mark.parametrize(
    ("symbol", "names"),
    [
        ("BKHCN", ["Bộ Khoa học và Công nghệ"]),
        ("BCT", ["Bộ Công Thương"]),
        ("QH15", ["Quốc hội"]),
        ("UBTVQH15", ["Ủy ban Thường vụ Quốc hội"]),
        ("TTg", ["Thủ tướng Chính phủ"]),
        ("A05", ["Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao"]),
        ("XYZ", []),
    ],
)
def test_the_symbol_of_a_document_number_names_its_body(gazetteer: Gazetteer, symbol: str, names: list[str]) -> None:
    assert [body.name for body in gazetteer.of_symbol(symbol)] == names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bộ trưởng Bộ Công an", "Bộ Công an"),
        ("Bộ trưởng Bộ TT&TT", "Bộ Thông tin và Truyền thông"),
        ("Bộ trưởng Thông tin và Truyền thông", "Bộ Thông tin và Truyền thông"),
        ("Thống đốc Ngân hàng Nhà nước", "Ngân hàng Nhà nước Việt Nam"),
        ("Tổng Thanh tra Chính phủ", "Thanh tra Chính phủ"),
        ("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", "Văn phòng Chính phủ"),
        ("Bộ trưởng, Chủ nhiệm Uỷ ban Dân tộc", "Ủy ban Dân tộc"),
        ("Viện trưởng Viện kiểm sát nhân dân tối cao", "Viện kiểm sát nhân dân tối cao"),
        ("Giám đốc Sở Tư pháp", "Sở Tư pháp"),
        ("Chủ tịch UBND", "Ủy ban nhân dân"),
    ],
)
def test_a_head_leads_to_the_body(gazetteer: Gazetteer, title: str, name: str) -> None:
    body = gazetteer.headed_by(title)
    assert body is not None
    assert body.name == name


def test_an_unknown_head_leads_nowhere(gazetteer: Gazetteer) -> None:
    assert gazetteer.headed_by("Bộ trưởng") is None


# --- Yesterday and today ------------------------------------------------------------------------------------


def test_the_ministry_of_information_went_to_three_with_the_part_of_each(gazetteer: Gazetteer) -> None:
    body = gazetteer.find("BTTTT")
    assert body is not None
    assert body.until == date(2025, 3, 1)
    today = gazetteer.today(body)
    assert names_of(gazetteer, today) == [
        "Bộ Khoa học và Công nghệ",
        "Bộ Văn hóa, Thể thao và Du lịch",
        "Bộ Công an",
    ]
    for word, successor in zip(["chuyển đổi số", "báo chí", "an toàn thông tin"], today, strict=True):
        assert word in successor.part


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("Ủy ban Dân tộc", ["Bộ Dân tộc và Tôn giáo"]),
        ("Bộ KH&ĐT", ["Bộ Tài chính"]),
        ("Bộ GTVT", ["Bộ Xây dựng", "Bộ Công an"]),
        ("Bộ TN&MT", ["Bộ Nông nghiệp và Môi trường"]),
        ("Bộ Thủy sản", ["Bộ Nông nghiệp và Môi trường"]),
        ("Sở TT&TT", ["Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"]),
        (
            "Ủy ban Quốc gia về Chính phủ điện tử",
            [
                "Ban Chỉ đạo của Chính phủ về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số "
                "và Đề án 06"
            ],
        ),
    ],
)
def test_a_former_body_leads_to_who_does_its_work_now(gazetteer: Gazetteer, former: str, today: list[str]) -> None:
    body = gazetteer.find(former)
    assert body is not None
    assert names_of(gazetteer, gazetteer.today(body)) == today


def test_a_body_that_exists_has_no_successor(gazetteer: Gazetteer) -> None:
    body = gazetteer.find("Bộ Khoa học và Công nghệ")
    assert body is not None
    assert gazetteer.today(body) == ()


def test_a_chain_names_the_narrower_part_and_both_acts() -> None:
    first = Body("a", "A", "ministry", "s", successors=(Successor("b", "toàn bộ", "act 1", "s1"),))
    second = Body("b", "B", "ministry", "s", successors=(Successor("c", "báo chí", "act 2", "s2"),))
    third = Body("c", "C", "ministry", "s", successors=(Successor("d", "in", "act 3", "s3"),))
    last = Body("d", "D", "ministry", "s")
    gazetteer = Gazetteer((first, second, third, last), (), (), (), Local((), (), ()))
    assert gazetteer.today(first) == (Successor("d", "báo chí (in)", "act 1; act 2; act 3", "s1; s2; s3"),)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Thái Bình", "Hưng Yên"),
        ("tỉnh Hoà Bình", "Phú Thọ"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("TP. HCM", "Hồ Chí Minh"),
        ("TPHCM", "Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("Bà Rịa-Vũng Tàu", "Hồ Chí Minh"),
        ("Thừa Thiên Huế", "Huế"),
        ("Thừa Thiên – Huế", "Huế"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("thành phố Đồng Nai", "Đồng Nai"),
        ("tỉnh Đồng Nai", "Đồng Nai"),
        ("Kontum", "Quảng Ngãi"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_former_province_leads_to_todays(gazetteer: Gazetteer, form: Form, words: str, name: str) -> None:
    province = gazetteer.province(unicodedata.normalize(form, words))
    assert province is not None
    assert province.name == name


def test_no_province_is_found_by_half_a_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.province("Quảng") is None
    assert gazetteer.province("tỉnh") is None


# --- Groups, kinds, short forms -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("Các bộ, ngành, địa phương", "cac-bo-nganh-dia-phuong"),
        ("các Bộ ngành và địa phương", "cac-bo-nganh-dia-phuong"),
        ("các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", "cac-bo-co-quan-ngang-bo-co-quan-thuoc-chinh-phu"),
        ("Uỷ ban nhân dân các tỉnh, thành phố trực thuộc Trung ương", "ubnd-cac-tinh-thanh-pho"),
        ("UBND các tỉnh/thành phố", "ubnd-cac-tinh-thanh-pho"),
        ("UBND các tỉnh, TP", "ubnd-cac-tinh-thanh-pho"),
        ("Ủy ban nhân dân các tỉnh", "ubnd-cac-tinh-thanh-pho"),
        ("các Bộ/ngành, địa phương", "cac-bo-nganh-dia-phuong"),
        ("UBND các phường, xã", "ubnd-cap-xa"),
        ("UBND các cấp", "ubnd-cac-cap"),
        ("Sở, ban, ngành", "cac-so-ban-nganh"),
    ],
)
def test_a_group_is_known_by_its_words(gazetteer: Gazetteer, words: str, id_: str) -> None:
    group = gazetteer.group(words)
    assert group is not None
    assert group.id == id_


def test_some_of_a_group_is_not_the_group(gazetteer: Gazetteer) -> None:
    assert gazetteer.group("các bộ, ngành liên quan") is None
    assert gazetteer.group("UBND tỉnh") is None


def test_a_body_alone_is_no_group(gazetteer: Gazetteer) -> None:
    assert [body.name for body in gazetteer.bodies if gazetteer.group(body.name)] == []


@pytest.mark.parametrize(
    ("words", "name", "assigns"),
    [
        ("CT", "chỉ thị", True),
        ("CĐ", "công điện", True),
        ("TB", "thông báo", True),
        ("Kết luận", "kết luận", True),
        ("CTr", "chương trình", True),
        ("NĐ", "nghị định", False),
        ("TTr", "tờ trình", False),
        ("VBHN", "văn bản hợp nhất", False),
    ],
)
def test_a_document_kind_says_whether_it_assigns_work(
    gazetteer: Gazetteer, words: str, name: str, assigns: bool
) -> None:
    kind = gazetteer.kind(words)
    assert kind is not None
    assert (kind.name, kind.assigns) == (name, assigns)


@pytest.mark.parametrize(
    ("short", "expansions"),
    [
        ("CĐS", ("chuyển đổi số",)),
        ("cđs", ("chuyển đổi số",)),
        ("ATTT", ("an toàn thông tin",)),
        ("DNNVV", ("doanh nghiệp nhỏ và vừa",)),
        ("KT–XH", ("kinh tế - xã hội",)),
        ("UBND", ("Ủy ban nhân dân",)),
        ("VPCP", ("Văn phòng Chính phủ",)),
        ("TTg", ("Thủ tướng Chính phủ",)),
        ("BTTTT", ("Bộ Thông tin và Truyền thông",)),
        ("BHXH", ("bảo hiểm xã hội", "Bảo hiểm xã hội Việt Nam")),
        ("XYZ", ()),
    ],
)
def test_a_short_form_has_its_expansions(gazetteer: Gazetteer, short: str, expansions: tuple[str, ...]) -> None:
    assert gazetteer.expansions(short) == expansions


def test_ct_is_a_kind_of_document_a_body_and_more(gazetteer: Gazetteer) -> None:
    expansions = gazetteer.expansions("CT")
    assert expansions[0] == "chỉ thị"
    assert {"Cục Thuế", "chương trình", "công trình"} <= set(expansions)
    assert gazetteer.find("CT") is None


@pytest.mark.parametrize("short", ["CT", "TC", "TB", "TT", "KH", "CĐ", "QH", "BCT"])
def test_short_forms_that_mislead_have_several_readings(gazetteer: Gazetteer, short: str) -> None:
    assert len(gazetteer.expansions(short)) > 1


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from([body.name for body in load_gazetteer().bodies]), st.sampled_from(["NFC", "NFD"]))
def test_every_body_is_found_by_its_own_name_in_any_case(name: str, form: Form) -> None:
    for typed in (name, name.upper(), name.lower()):
        found = load_gazetteer().find(unicodedata.normalize(form, typed))
        assert found is not None
        assert found.name == name


# --- Faults in the data -------------------------------------------------------------------------------------

BODY = '[[body]]\nid = "a"\nname = "A"\nkind = "ministry"\nsource = "s"\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (BODY.replace('source = "s"\n', ""), r"bodies.toml: \[\[body\]\] a: the key 'source' is missing"),
        (BODY + 'alias = ["B"]\n', r"\[\[body\]\] a: the key 'alias' is unknown"),
        (BODY.replace("ministry", "club"), r"\[\[body\]\] a: kind is 'club', not one of"),
        (BODY + 'aliases = "B"\n', r"\[\[body\]\] a: aliases is 'B', not a list of texts"),
        (BODY + 'aliases = [" "]\n', r"not a list of texts"),
        (BODY + 'until = "2025"\n', r"until is '2025', not a day"),
        (BODY + "until = 2025-03-01T00:00:00\n", r"not a day"),
        (BODY + "until = 2025-03-01\n", r"it has ended, but names no successor"),
        (BODY + '[[body.successors]]\nid = "b"\n', r"\[\[body.successors\]\] b: the key 'part' is missing"),
        (BODY + "successors = 1\n", r"successors is 1, not a list of tables"),
        (BODY + "successors = [1]\n", r"is 1, not a table"),
        (BODY + BODY, r"two entries have the id 'a'"),
        ("[[bodies]]\n", r"'bodies' is unknown"),
        ("body = 1\n", r"'body' is no list of tables"),
        ('[[body]]\nid = "a" name = "A"', r"bodies.toml is not TOML"),
    ],
)
def test_a_fault_in_the_bodies_names_file_and_entry(text: str, fault: str) -> None:
    with pytest.raises(ChidaoError, match=fault):
        read_bodies(text)


def test_a_fault_in_any_other_file_names_it_too() -> None:
    with pytest.raises(ChidaoError, match=r"provinces.toml: \[\[province\]\] x: status is 'city', not one of"):
        read_provinces('[[province]]\nid = "x"\nname = "X"\nstatus = "city"\n')
    with pytest.raises(ChidaoError, match=r"abbreviations.toml: \[\[abbreviation\]\] CT: ambiguous is False, but it"):
        read_abbreviations('[[abbreviation]]\nshort = "CT"\nexpansions = ["a", "b"]\nsource = "s"\n')
    with pytest.raises(ChidaoError, match=r"kinds.toml: \[\[kind\]\] luật: assigns is None, neither true nor false"):
        read_kinds('[[kind]]\nname = "luật"\nsource = "s"\n')
    with pytest.raises(ChidaoError, match=r"local.toml: \[\[group\]\] g: covers holds 'moon', not one of"):
        read_local('[[group]]\nid = "g"\nname = "G"\ncovers = ["moon"]\nsource = "s"\n')


def gazetteer_of(*bodies: Body) -> Gazetteer:
    return Gazetteer(bodies, (), (), (), Local((), (), ()))


def test_an_alias_of_two_bodies_is_refused() -> None:
    with pytest.raises(ChidaoError, match="'X' belongs to a and to b"):
        gazetteer_of(Body("a", "A", "ministry", "s", aliases=("X",)), Body("b", "B", "ministry", "s", aliases=("X",)))


def test_an_alias_marked_ambiguous_in_both_is_allowed() -> None:
    both = gazetteer_of(
        Body("a", "A", "ministry", "s", ambiguous=("X",)), Body("b", "B", "ministry", "s", ambiguous=("X",))
    )
    assert both.find("X") is None
    assert [body.id for body in both.candidates("x")] == ["a", "b"]


def test_a_successor_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ChidaoError, match="a names the successor 'b', which no entry has"):
        gazetteer_of(Body("a", "A", "ministry", "s", successors=(Successor("b", "toàn bộ", "act", "s"),)))


def test_successors_in_a_ring_are_refused() -> None:
    with pytest.raises(ChidaoError, match="a -> b -> a lead in a ring"):
        gazetteer_of(
            Body("a", "A", "ministry", "s", successors=(Successor("b", "toàn bộ", "act", "s"),)),
            Body("b", "B", "ministry", "s", successors=(Successor("a", "toàn bộ", "act", "s"),)),
        )


def test_an_unknown_id_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(ChidaoError, match="no body 'bo-kinh-te'"):
        gazetteer.body("bo-kinh-te")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bộ Công an, Bộ Y tế phối hợp", ["Bộ Công an", "Bộ Y tế"]),
        ("Bộ Văn hóa, Thể thao và Du lịch chủ trì", ["Bộ Văn hóa, Thể thao và Du lịch"]),
        ("NHNN trình nghị định", ["Ngân hàng Nhà nước Việt Nam"]),
        ("người dân và doanh nghiệp", []),
        ("theo Uỷ ban Dân tộc và BỘ Y TẾ", ["Ủy ban Dân tộc", "Bộ Y tế"]),
    ],
)
def test_the_bodies_that_a_text_names(text: str, names: list[str]) -> None:
    assert [body.name for body in load_gazetteer().bodies_in(text)] == names
