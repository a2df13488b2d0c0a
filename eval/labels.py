"""What the report calls things: kinds, checks, stages, measures and forms, in Vietnamese."""

from __future__ import annotations

from eval.diagnosing import Stage
from eval.judging import Check
from eval.metrics.retrieval import NEEDS

KINDS = {
    "who": "ai",
    "what": "việc gì",
    "when": "khi nào",
    "task": "nhiệm vụ",
    "list": "danh sách",
    "number": "con số",
    "definition": "định nghĩa",
    "compare": "so sánh",
    "yesno": "đúng hay sai",
    "followup": "câu nối tiếp",
    "noisy": "viết sai, viết tắt",
    "abstain": "phải từ chối",
}
CHECKS = {
    Check.STATUS: "trả lời, từ chối đúng lúc",
    Check.FORBID: "không nói điều sai",
    Check.QUOTES: "trích nguyên văn",
    Check.FACTS: "đủ ý",
    Check.CITES: "đủ căn cứ",
    Check.DUE: "đúng thời hạn",
    Check.MARKS: "có dấu [n]",
    Check.FOCUS: "gọn",
}
STAGES = {
    Stage.READING: "đọc văn bản, nhiệm vụ",
    Stage.SECTION: "chia mục, chia đoạn",
    Stage.RETRIEVAL: "tìm đoạn",
    Stage.FILTER: "hiểu câu hỏi, lọc",
    Stage.RANKING: "cân nhắc, xếp hạng",
    Stage.COMPOSING: "viết câu trả lời",
    Stage.ABSTENTION: "quyết định từ chối",
}
REASONS = {
    "no-topic": "không văn bản nào nói về điều được hỏi",
    "other-body": "việc của cơ quan, địa phương khác",
    "no-fact": "có nói, nhưng không nêu điều được hỏi",
    "outside": "ngoài phạm vi văn bản",
    "empty": "kho trống",
}
FORMS = {
    "unaccented": "không dấu",
    "abbreviated": "viết tắt",
    "nfd": "Unicode tổ hợp (NFD)",
    "typo": "gõ sai",
    "followup": "hỏi nối tiếp",
}
MEASURES = {
    "passed": "Trường hợp đạt",
    "facts": "Ý đúng được nêu",
    "complete": "Danh sách đầy đủ",
    "day": "Đúng ngày",
    "body": "Đúng cơ quan",
    "answers": "Trả lời khi có câu trả lời",
    "declines": "Từ chối khi phải từ chối (độ phủ)",
    "declined_right": "Từ chối là đúng (độ chính xác)",
    "reason": "Đúng lý do từ chối",
    "cite_recall": "Căn cứ được dẫn (độ phủ)",
    "cite_precision": "Trích dẫn là căn cứ (độ chính xác)",
    "first": "Trích dẫn đầu tiên đúng",
    "exact": "Trích nguyên văn",
    NEEDS: "Căn cứ có trong 10 đoạn đầu",
    "R@5": "Độ phủ của 5 đoạn đầu (recall@5)",
    "R@10": "Độ phủ của 10 đoạn đầu (recall@10)",
    "RR": "Nghịch đảo thứ hạng (MRR)",
    "nDCG@10": "Chất lượng thứ tự (nDCG@10)",
}
"""Measures between 0 and 1, in the order in which a person should read them."""
SIZES = {
    "chars": "Ký tự mỗi câu trả lời",
    "words": "Từ mỗi câu trả lời",
    "surplus": "Số từ so với ý vàng (lần)",
}
"""Measures of length."""
FIELDS = {"action": "việc phải làm", "lead": "chủ trì", "coordinating": "phối hợp", "due": "ngày cuối"}


def kind_words(kind: str) -> str:
    """A kind of question as a person reads it; an unknown one as it is."""
    return KINDS.get(kind, kind)
