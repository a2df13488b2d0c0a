"""The way of a question: what `chidao ask --explain` tells, and what the calibration reads from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.explaining import readable
from assistant.pipeline import Assistant
from eval.calibration import Reach
from eval.cases import Case, read_cases

SEMICONDUCTORS = "Bộ nào trình chiến lược phát triển công nghiệp bán dẫn, hạn khi nào?"


def test_the_answer_explained_is_the_answer_given(assistant: Assistant) -> None:
    way, answer = assistant.explain(SEMICONDUCTORS), assistant.ask(SEMICONDUCTORS)
    assert (way.answer.answer, way.answer.citations) == (answer.answer, answer.citations)


def test_what_was_understood_is_told(assistant: Assistant) -> None:
    told = dict(assistant.explain("bo cong an phai lam gi trong quy IV nam 2024").understood)
    assert told["đọc là"].startswith("Bộ Công an phải làm gì")
    assert told["cơ quan được hỏi"] == "Bộ Công an"
    assert told["khoảng ngày"].endswith("(2024-10-01 – 2024-12-31)")


def test_the_pieces_that_the_answer_stands_on_are_marked(assistant: Assistant) -> None:
    way = assistant.explain(SEMICONDUCTORS)
    taken = [piece for piece in way.weighed if piece.taken]
    assert taken
    assert all(piece.verdict == "trả lời được" for piece in taken)
    assert any("bán dẫn" in piece.words for piece in taken)
    assert any(not piece.taken for piece in way.weighed)


def test_the_stage_of_a_refusal_can_be_named(assistant: Assistant) -> None:
    way = assistant.explain("Bộ Y tế phải trình Luật Dữ liệu khi nào?")
    assert way.answer.because == "other-body"
    best = way.weighed[0]
    assert (best.verdict, best.taken) == ("của cơ quan khác", False)
    assert any("Luật Dữ liệu" in found.words for found in way.found)  # found, and refused for the body alone


def test_passages_come_best_first_with_both_scores(assistant: Assistant) -> None:
    found = assistant.explain(SEMICONDUCTORS).found
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    assert all(-1 <= f.cosine <= 1 and f.bm25 >= 0 for f in found)


def test_small_talk_is_not_looked_for(assistant: Assistant) -> None:
    way = assistant.explain("Xin chào")
    assert (way.found, way.weighed, way.by) == ((), (), "không tra cứu")


def test_the_way_reads_as_lines_and_as_json(assistant: Assistant) -> None:
    way = assistant.explain("Hạn là khi nào?", ["Ai phải phê duyệt hồ sơ đề xuất cấp độ?"])
    text = readable(way)
    for heading in ("HIỂU CÂU HỎI", "TÌM ĐOẠN", "CÂN BẰNG CHỨNG", "KẾT QUẢ"):
        assert heading in text
    assert "dựa vào câu trước: Ai phải phê duyệt hồ sơ đề xuất cấp độ?" in text
    told = json.loads(json.dumps(way.to_json()))
    assert told["explanation"]["understood"]["hỏi"] == "khi nào"
    assert told["status"] == "answered"


@pytest.mark.parametrize(("reach", "answerable", "right"), [(0.5, True, True), (0.2, True, False), (0.2, False, True)])
def test_a_case_is_right_where_the_threshold_parts_it_rightly(reach: float, answerable: bool, right: bool) -> None:
    case = Case("a", "who", "Ai?", (), (), (), (), answerable, ())
    assert Reach(case, reach).right(0.37) is right


def test_the_calibration_tells_of_the_threshold_in_use(tmp_path: Path, assistant: Assistant) -> None:
    from eval.calibration import calibrated

    path = tmp_path / "cases.jsonl"
    lines = [
        {"id": "a", "question": SEMICONDUCTORS, "answerable": True},
        {"id": "b", "question": "Bộ Quốc phòng phải đóng bao nhiêu tàu ngầm?", "answerable": False},
    ]
    whole = {"cat": "who", "expect": [], "cite": [], "due": [], "forbid": [], "history": []}
    path.write_text("\n".join(json.dumps(whole | line) for line in lines), encoding="utf-8")
    assert len(read_cases(path)) == 2
    told = list(calibrated(path, assistant._store.folder))
    in_use = next(line for line in told if "in use" in line and line.startswith(" "))
    assert in_use.split()[1:4] == ["1.000", "1.000", "1.000"]
