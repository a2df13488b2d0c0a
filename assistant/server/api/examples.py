"""Examples that the OpenAPI description shows."""

from __future__ import annotations

from typing import Any

CITATION: dict[str, Any] = {
    "n": 1,
    "document": "thong-bao-111.txt",
    "title": "Thông báo kết luận về chuyển đổi số",
    "date": "2024-03-01",
    "section": "B.II.3.a",
    "quote": "Bộ Y tế hoàn thành hướng dẫn trước ngày 16 tháng 8 năm 2024.",
    "start": 1200,
    "end": 1261,
    "number": "111/TB-VPCP",
    "issuer": "Văn phòng Chính phủ",
    "official": True,
    "heading": "B.II.3.a — Về dữ liệu y tế",
    "passage": "Bộ Y tế hoàn thành hướng dẫn trước ngày 16 tháng 8 năm 2024.",
    "passage_start": 1200,
}
TOO_MANY: dict[str, Any] = {
    "type": "urn:chidao:problem:too-many",
    "title": "Quá nhiều yêu cầu",
    "status": 429,
    "detail": "bạn hỏi quá nhanh; hãy thử lại sau 12 giây",
    "instance": "/api/v1/ask",
    "retry_after": 12,
}
CORRECTED: dict[str, Any] = {
    "id": "0a1b2c3d4e5f",
    "document": "thong-bao-111.txt",
    "lead": ["Bộ Y tế"],
    "coordinating": [],
    "action": "hoàn thành hướng dẫn",
    "due": {
        "text": "trước ngày 16 tháng 8 năm 2024",
        "relation": "before",
        "start": "2024-08-16",
        "end": "2024-08-16",
    },
    "section": "B.II.3.a",
    "quote": "Bộ Y tế hoàn thành hướng dẫn trước ngày 16 tháng 8 năm 2024.",
    "start": 1200,
    "end": 1261,
    "rule": "lead_verb",
    "status": "done",
    "done": {"fields": [], "who": "Lan", "when": "2024-08-14T02:10:00+00:00", "note": "Tờ trình 12/TTr-BYT"},
    "edits": [
        {
            "number": 7,
            "task": "0a1b2c3d4e5f",
            "document": "thong-bao-111.txt",
            "action": "hoàn thành hướng dẫn",
            "who": "Lan",
            "when": "2024-08-14T02:10:00+00:00",
            "changes": {"done": True},
            "note": "Tờ trình 12/TTr-BYT",
            "passage_gone": False,
        }
    ],
}
ANSWER: dict[str, Any] = {
    "question": "Bộ Y tế phải hoàn thành hướng dẫn khi nào?",
    "status": "answered",
    "reason": None,
    "answer": "Bộ Y tế hoàn thành hướng dẫn trước ngày 16 tháng 8 năm 2024. [1]",
    "tasks": [
        {
            "document": "thong-bao-111.txt",
            "lead": ["Bộ Y tế"],
            "coordinating": [],
            "action": "hoàn thành hướng dẫn",
            "due": {
                "text": "trước ngày 16 tháng 8 năm 2024",
                "relation": "before",
                "start": "2024-08-16",
                "end": "2024-08-16",
            },
            "citation": 1,
        }
    ],
    "citations": [CITATION],
    "neighbours": [],
    "seconds": 0.041,
    "because": "",
    "understood": "",
}
