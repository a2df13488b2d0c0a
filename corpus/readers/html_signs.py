"""Signs by which a part of a web page is known for surroundings, or for a part of a document."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

# Names in class, id and role, their words joined by "-".
_NAMES = re.compile(
    r"""(?:^|-)(?:
        nav | navbar | navigation | (?:top|main|mega|sub|left|right)?menu | breadcrumbs? | skip-link | toolbar
      | side-?bar | cot-?(?:phai|trai) | complementary
      | footer | chan-?trang | contentinfo | copyright | banner | masthead | top-?bar | dau-?trang
      | share | sharing | socials? | addthis | sharethis
      | relate[ds]? | (?:tin-?)?lien-?quan | tin-?(?:khac|moi|cu|doc-?nhieu) | (?:doc|xem)-?nhieu
      | (?:most|more)-?(?:read|news|viewed) | recommend(?:ed|ations?)? | popular
      | comments? | binh-?luan | disqus
      | cookies? | consent | gdpr | ads | adv | advert(?:s|isements?|ising)? | quang-?cao
      | popup | modal | alertdialog | newsletter | subscribe
      | pagination | pager | tags | tag-?(?:list|cloud|box) | tu-?khoa
      | search | search-?(?:box|form) | tim-?kiem | login | dang-?nhap
    )(?:-|$)""",
    re.VERBOSE,
)
_WORD_STYLES = "Mso"  # Word's styles speak of headers and comments, but stand on any paragraph
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTERS = re.compile(r"[^a-zA-Z]+")
# What stands over a list of links to other pages.
_LABEL = re.compile(
    r"""(?: (?:các\ )?(?:tin|bài|tin\ tức|tin\ bài|bài\ viết|văn\ bản|chủ\ đề|sự\ kiện)\ (?:có\ )?
            (?:liên\ quan|khác|cũ\ hơn|mới(?:\ hơn|\ nhất)?|nổi\ bật|đọc\ nhiều|cùng\ (?:chuyên\ mục|loại))
      | có\ thể\ bạn\ quan\ tâm | cùng\ chuyên\ mục | tin\ đã\ đưa
      | (?:xem|đọc)\ (?:thêm|nhiều|tiếp) | từ\ (?:khóa|khoá) | tags?
      )\s*(?:\(\d+\))?\s*:?""",
    re.VERBOSE | re.IGNORECASE,
)
# Tools of a page, one or several in a line.
_TOOLS = re.compile(
    r"""(?:(?: chia\ sẻ | share | facebook | twitter | zalo | linkedin | thích | like
            | copy\ link | sao\ chép(?:\ liên\ kết)?
            | email | gửi\ (?:email|bài\ viết) | in(?:\ (?:bài\ viết|bài|trang))? | lưu\ bài(?:\ viết)?
            | cỡ\ chữ | nghe\ bài | về\ đầu\ trang | quay\ lại | trở\ về
        )[\s|:,·•-]*)+""",
    re.VERBOSE | re.IGNORECASE,
)
# A site speaking of itself, at its foot.
_CLOSING = re.compile(
    r"""© | \bbản\ quyền\ thuộc | copyright | all\ rights\ reserved | ghi\ rõ\ nguồn\b.{1,40}\bkhi
      | giấy\ phép\ (?:thiết\ lập|hoạt\ động\ báo|xuất\ bản|số\ \d+/GP) | chịu\ trách\ nhiệm\ (?:chính|nội\ dung)\s*:
      | tổng\ biên\ tập\s*: | lượt\ truy\ cập | đang\ trực\ tuyến""",
    re.VERBOSE | re.IGNORECASE,
)
# What a document alone says: its letterhead, its recipients, the authority of its signature, its articles, its tasks.
_DOCUMENT = re.compile(
    r"""CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA | [Nn]ơi\s+nhận\s*: | \b(?:TM|KT|TL|TUQ)\.\s+[A-ZĐ]
      | \bĐiều\s+\d+\.\s | [Cc]hủ\s+trì,\s+phối\s+hợp""",
    re.VERBOSE,
)


def names_surroundings(element: etree._Element) -> bool:
    """True if its class, id or role is a usual name of menus, side bars, share bars, comments and the like."""
    names = (*element.get("class", "").split(), element.get("id", ""), element.get("role", ""))
    return any(
        _NAMES.search(_NOT_LETTERS.sub("-", _CAMEL.sub("-", name)).lower().strip("-"))
        for name in names
        if not name.startswith(_WORD_STYLES)
    )


def is_label(element: etree._Element) -> bool:
    """True if its words are those over a list of other pages ("Tin liên quan:")."""
    return _LABEL.fullmatch(_beginning(element, 20)) is not None


def is_tool_line(element: etree._Element) -> bool:
    """True if its words only name the page's tools ("Chia sẻ | In bài")."""
    return _TOOLS.fullmatch(_beginning(element, 20)) is not None


def closes_the_site(element: etree._Element) -> bool:
    """True if it speaks of the site: its copyright, licence, editor or visitors."""
    return _CLOSING.search(_beginning(element, 400)) is not None


def is_of_document(element: etree._Element) -> bool:
    """True if it says what only a document says: letterhead, recipients, signature, articles, tasks."""
    return _DOCUMENT.search(_beginning(element, 2000)) is not None


def _beginning(element: etree._Element, pieces: int) -> str:
    """Its first texts on one line."""
    return " ".join(" ".join(islice(element.itertext(), pieces)).split())
