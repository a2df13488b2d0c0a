"""Lists of bodies: who is named, as how many, and where the list ends."""

import re
import tomllib
from importlib.resources import files
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tasks.bodies import (
    bodies_of,
    find_bodies,
    groups,
    lexicon,
    lists,
    names,
    places,
    read_bodies,
    syllables,
    units,
)
from corpus.tasks.bodies.syllables import syllables_of
from corpus.vietnamese import unify_tone_placement

MODULES = [groups, lexicon, lists, names, places, syllables, units]

# Each body in brackets, "|" where the list ends.
SPECIFIC = [
    "[Bộ Tài chính]| chủ trì, rà soát",
    "[Bộ Nội vụ], [Bộ Tư pháp] và [Bộ Ngoại giao]| khẩn trương hoàn thiện hồ sơ",
    "[Bộ Văn hóa, Thể thao và Du lịch], [Bộ Xây dựng]| lập danh mục",
    "[Bộ Nông nghiệp và Môi trường] và [Bộ Y tế]| phối hợp",
    "[Bộ KH&CN], [Bộ NN&MT] và [Bộ GD&ĐT]| báo cáo",
    "[Bộ TT&TT]| trình ban hành",
    "[BCA], [BTTTT] và [VPCP]| thống nhất",
    "[NHNN], [EVN], [VTV]| cung cấp số liệu",
    "[TTXVN]; [VOV]| mở chuyên mục",
    "[bộ Quốc phòng]| cử lực lượng",
    "[sở Tài chính], [sở Y tế]| thẩm định",
    "[Bộ Lao động - Thương binh và Xã hội]| tổng hợp",
    "[Bộ Lao động–Thương binh và Xã hội], [Bộ Công Thương]| tổng hợp",
    "[Bộ Giao thông vận tải]| duyệt thiết kế",
    "[Uỷ ban Dân tộc], [Bộ Tài chính]| bố trí vốn",
    "[Thanh tra Chính phủ], [Kiểm toán nhà nước]| đối chiếu",
    "[Văn phòng Chính phủ]| theo dõi, đôn đốc",
    "[Ngân hàng Nhà nước Việt Nam]| điều hành tín dụng",
    "[Ngân hàng Nhà nước khu vực 7] và [Kho bạc Nhà nước khu vực IX]| đối soát",
    "[Chi cục Hải quan khu vực XII], [Thuế tỉnh]| rà soát nợ đọng",
    "[Kiểm toán nhà nước khu vực III]| lập kế hoạch",
    "[Bảo hiểm xã hội tỉnh Hà Tĩnh]| cập nhật thẻ",
    "[Tòa án nhân dân tỉnh], [Viện kiểm sát nhân dân tỉnh]| trao đổi thông tin",
    "[Sở Tài chính]| tham mưu Ủy ban nhân dân tỉnh",
    "[Sở Khoa học và Công nghệ]| tổng hợp, báo cáo",
    "[Sở Giáo dục và Đào tạo], [Sở Y tế], [Sở Xây dựng]| lập đề án",
    "[Sở Văn hóa, Thể thao và Du lịch] và [Sở Ngoại vụ]| mời chuyên gia",
    "[Sở Quy hoạch - Kiến trúc]| thẩm định đồ án",
    "[Sở Xây dựng Cà Mau]| cắm biển báo",
    "[Sở VH,TT&DL]| quảng bá",
    "[Công an tỉnh]| tham mưu kế hoạch",
    "[công an tỉnh], [sở Nội vụ]| kiểm tra",
    "[Công an thành phố Hải Phòng]| phân luồng",
    "[Công an các xã, phường]| tuần tra",
    "[Công an các đơn vị, địa phương]| quán triệt",
    "[Bộ Chỉ huy Quân sự tỉnh], [Bộ Chỉ huy Bộ đội Biên phòng tỉnh]| trực 24/24",
    "[Bộ Tư lệnh Quân khu 4]| chuẩn bị phương tiện",
    "[Thanh tra tỉnh]| đưa vào kế hoạch năm",
    "[Ủy ban nhân dân tỉnh Quảng Ngãi]| chỉ đạo",
    "[UBND thành phố Cần Thơ] và [UBND tỉnh An Giang]| ký quy chế",
    "[UBND TP. Huế]| tu bổ",
    "[UBND xã Hội An]| công khai",
    "[UBND phường 5], [UBND phường Tân Lập]| giải tỏa",
    "[HĐND], [UBND tỉnh]| quyết nghị",
    "[Tỉnh ủy], [HĐND], [UBND tỉnh Lạng Sơn]| lãnh đạo",
    "[Thành ủy Đồng Nai]| cho ý kiến",
    "[Ban Thường vụ Tỉnh ủy]| kết luận",
    "[Ủy ban Kiểm tra Tỉnh ủy], [các Ban Xây dựng Đảng]| giám sát",
    "[Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh]| in tài liệu",
    "[Văn phòng UBND tỉnh], [Sở Tư pháp]| thẩm tra",
    "[Văn phòng Ủy ban nhân dân Thành phố]| nhắc việc",
    "[Báo và Phát thanh, Truyền hình tỉnh], [Cổng Thông tin điện tử Chính phủ]| đưa tin",
    "[Ban Quản lý các khu công nghiệp tỉnh]| bố trí quỹ đất",
    "[Ban Quản lý Khu kinh tế Chân Mây]| đền bù",
    "[Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh]| bàn giao mặt bằng",
    "[Ban Quản lý dự án]| xây dựng phương án thi công",
    "[Ban Quản lý dự án 6], [Cục Đường bộ Việt Nam]| nghiệm thu",
    "[Ban Chỉ đạo phòng, chống thiên tai tỉnh]| trực ban",
    "[Ban Chỉ đạo 389 tỉnh]| kiểm soát thị trường",
    "[Ban Chỉ đạo về phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số tỉnh]| họp hằng tháng",
    "[Ủy ban Quốc gia về chuyển đổi số]| điều phối",
    "[Tổ công tác triển khai Đề án 06]| đôn đốc",
    "[Hội đồng thẩm định Nhà nước]| cho ý kiến",
    "[Trung tâm Phục vụ hành chính công tỉnh]| niêm yết thủ tục",
    "[Trung tâm Kiểm soát bệnh tật tỉnh], [Bệnh viện Đa khoa khu vực Phúc Yên]| dự trữ thuốc",
    "[Trường Chính trị tỉnh], [Trường Đại học Hồng Đức]| mở lớp",
    "[Học viện Chính trị quốc gia Hồ Chí Minh]| biên soạn giáo trình",
    "[Đại học Quốc gia Hà Nội] và [Học viện Công nghệ Bưu chính Viễn thông]| đào tạo",
    "[Viện Hàn lâm Khoa học và Công nghệ Việt Nam]| nghiên cứu",
    "[Cục Viễn thông], [Cục Tần số vô tuyến điện]| cấp phép",
    "[Cục Quản lý đê điều và Phòng, chống thiên tai]| cảnh báo",
    "[Vụ Kế hoạch - Tài chính]| cân đối",
    "[Chi cục Kiểm lâm], [Hạt Kiểm lâm Bù Đăng]| tuần rừng",
    "[Phòng Văn hóa, Thể thao và Truyền thông]| thu thập hiện vật",
    "[Phòng Kinh tế, Hạ tầng và Đô thị]| cấp giấy phép",
    "[Tập đoàn Điện lực Việt Nam], [Tập đoàn Công nghiệp - Viễn thông Quân đội]| kéo cáp",
    "[Tổng công ty Hàng hải Việt Nam]| mở tuyến",
    "[Công ty Điện lực Kon Tum], [Công ty TNHH MTV Lâm nghiệp Đắk Tô]| lập phương án",
    "[Ngân hàng Chính sách xã hội]| giải ngân",
    "[Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam]| vận động",
    "[Mặt trận Tổ quốc Việt Nam tỉnh] và [các đoàn thể]| giám sát",
    "[Hội Nông dân tỉnh], [Tỉnh đoàn], [Liên đoàn Lao động tỉnh]| tuyên truyền",
    "[Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh]| phản biện",
    "[Hiệp hội Doanh nghiệp nhỏ và vừa tỉnh]| góp ý",
    "[Quốc hội], [Chính phủ]| xem xét",
    "[Tập đoàn VNPT], [Viettel], [MobiFone]| dùng chung hạ tầng",
    "[Trung tâm Chuyển đổi số tỉnh], [Tổ công tác số 4]| vận hành",
    "[Ban Chỉ đạo]| tổ chức họp định kỳ",
    "[các đơn vị sự nghiệp trực thuộc Sở]| xây dựng đề án vị trí việc làm",
    "[Phòng Cảnh sát PCCC và CNCH]| hướng dẫn thoát nạn",
    "[Trạm Y tế xã], [Công an xã], [Ban Chỉ huy Quân sự xã]| trực",
    "[Lực lượng Công an], [Quân đội]| cứu hộ",
    "[Hội đồng Dân tộc], [các Ủy ban của Quốc hội]| thẩm tra",
    "[Đảng ủy Công an tỉnh]| lãnh đạo",
    "[Cảng vụ Hàng hải Nghệ An]| cấp lệnh",
    "[Khu Quản lý đường bộ II]| thông tuyến",
    "[Quỹ Bảo vệ môi trường Việt Nam]| cho vay",
]

PERSONS = [
    "[Bộ trưởng Bộ Nội vụ]| chủ trì",
    "đồng chí [Bộ trưởng Bộ Tư pháp]| trực tiếp chỉ đạo",
    "[Bộ trưởng Bộ Tài chính], [Bộ trưởng Bộ Xây dựng]| chịu trách nhiệm",
    "[Chủ tịch UBND tỉnh Điện Biên]| kiểm tra",
    "[Chủ tịch Ủy ban nhân dân cấp xã]| tổ chức thực hiện",
    "[Thống đốc Ngân hàng Nhà nước Việt Nam]| điều hành",
    "[Thống đốc NHNN]| báo cáo",
    "[Tổng Thanh tra Chính phủ]| ban hành kết luận",
    "[Giám đốc Sở Nội vụ], [Giám đốc Công an tỉnh]| tham mưu",
    "[Phó Thủ tướng Chính phủ Lê Văn Bình]| chỉ đạo",
    "đồng chí [Trần Quốc Hưng, Bí thư Tỉnh ủy]| kết luận",
    "[Thứ trưởng Bộ Y tế Phạm Thị Hoa]| báo cáo",
    "[Chánh Văn phòng Ủy ban nhân dân Thành phố]| thông báo",
    "[Trưởng Ban Quản lý khu kinh tế]| rà soát",
    "[Cục trưởng Cục Thuế], [Viện trưởng Viện kiểm sát nhân dân tỉnh]| phối hợp",
    "[Thường trực Tỉnh ủy]| cho chủ trương",
    "[Thường trực HĐND tỉnh], [Ban Thường vụ Thành ủy]| xem xét",
    "[Thủ tướng Chính phủ]| quyết định",
    "[lãnh đạo Sở Y tế]| trực",
    "[Bộ trưởng, Thủ trưởng cơ quan ngang bộ, cơ quan thuộc Chính phủ]| báo cáo",
    "[Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ]| báo cáo",
    "[Các đồng chí Bộ trưởng, Thủ trưởng cơ quan ngang Bộ], [Chủ tịch UBND các tỉnh, thành phố]| quán triệt",
    "[Bộ trưởng, Trưởng ngành]| làm gương",
    "[Giám đốc các sở, ban, ngành]| phân công",
    "[Thủ trưởng các ngành, cơ quan cấp tỉnh]| kiểm điểm",
    "[Giám đốc các Sở], [Thủ trưởng các ban, ngành], [UBND các phường]| lập danh sách",
    "[Thủ trưởng các cơ quan, đơn vị có liên quan]| thi hành",
    "[thủ trưởng cơ quan, đơn vị, địa phương]| chịu trách nhiệm",
    "[Người đứng đầu cơ quan, doanh nghiệp được giao quản lý]| tự kiểm tra",
    "[người đứng đầu cấp ủy], [thủ trưởng cơ quan, đơn vị]| nêu gương",
    "[Chủ tịch Hội đồng thành viên, Tổng giám đốc các Tập đoàn, Tổng công ty]| tiết giảm chi phí",
    "[Chủ tịch UBND các tỉnh Sơn La, Lai Châu và Điện Biên]| di dời dân",
    "[Chủ tịch Ủy ban nhân dân các tỉnh, thành phố từ Nghệ An đến Đà Nẵng], trong đó trọng tâm là các tỉnh: Hà "
    "Tĩnh, Quảng Trị| sơ tán dân",
    "[Chủ tịch UBND các cấp]| đối thoại",
    "[các Phó Thủ tướng Chính phủ]| theo dõi",
    "[các thành viên Ban Chỉ đạo 138]| góp ý",
]

GROUPS = [
    "[các bộ, ngành, địa phương]| rà soát",
    "[Các bộ, ngành và địa phương]| tập trung giải ngân",
    "[các bộ ngành, địa phương liên quan]| cung cấp",
    "[các bộ, ngành địa phương liên quan]| cung cấp",
    "[Bộ, ngành, địa phương]| công bố",
    "[các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ]| lập kế hoạch",
    "[các bộ, cơ quan ngang bộ, các cơ quan thuộc Chính phủ]| lập kế hoạch",
    "[các bộ, cơ quan ngang bộ] và [Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương]| gửi kết quả",
    "[Các Sở, ngành, đơn vị], [UBND cấp xã]| gắn biển",
    "[Các Sở, ngành, đơn vị]| tổ chức triển khai",
    "[các sở, ban, ngành, đoàn thể cấp tỉnh] và [UBND các xã, phường]| đăng ký",
    "[các sở, ban, ngành tỉnh]| xây dựng chương trình",
    "[Sở, ban, ngành có liên quan]| góp ý",
    "[sở, ngành có liên quan]| góp ý",
    "[các cơ quan, đơn vị có liên quan]| bàn giao",
    "[các cơ quan, đơn vị, địa phương trên địa bàn tỉnh Gia Lai]| bàn giao",
    "[các cơ quan, đơn vị trực thuộc]| nghiêm túc",
    "[các đơn vị thuộc Bộ Tài chính]| hạch toán",
    "[các phòng, ban chuyên môn]| tiếp nhận",
    "[các cơ quan chức năng]| xử lý nghiêm",
    "[các cơ quan thông tấn, báo chí]| đưa tin",
    "[các cơ quan báo chí, phát thanh, truyền hình khác]| đưa tin",
    "[các cơ quan thanh tra, kiểm toán]| thống nhất",
    "[Cơ quan thanh tra]| kết thúc đoàn",
    "[cơ quan có thẩm quyền]| phê duyệt",
    "[các tổ chức, cá nhân liên quan]| chấp hành",
    "[các tổ chức chính trị - xã hội]| phản biện",
    "[các tổ chức tín dụng]| giảm lãi suất",
    "[các tỉnh ủy, thành ủy]| lãnh đạo",
    "[cấp ủy, chính quyền các cấp]| vào cuộc",
    "[chính quyền địa phương]| cấp đất",
    "[các địa phương]| bố trí đối ứng",
    "[các địa phương, đơn vị, chủ rừng]| tuần tra",
    "[các chủ rừng là tổ chức (ban quản lý rừng, lâm trường)]| cắm mốc",
    "[các bộ, ngành (có công trình dự kiến khởi công)]| gửi danh mục",
    "[Các cơ quan được phân công chủ trì thực hiện nhiệm vụ theo Chương trình này]| lập dự toán",
    "[Các cơ quan, đơn vị được giao nhiệm vụ tại Quyết định này]| lập dự toán",
    "[các nhà thầu, tư vấn giám sát]| tăng ca",
    "[chủ đầu tư, nhà thầu thi công]| tăng ca",
    "[các doanh nghiệp viễn thông]| phủ sóng",
    "[doanh nghiệp]| khai báo",
    "[các trường đại học, viện nghiên cứu]| đăng ký đề tài",
    "[Viện, Trường]| đăng ký đề tài",
    "[các tập đoàn, tổng công ty nhà nước]| công bố",
    "[Bộ Công Thương], [chủ đầu tư], [các nhà thầu] và [các bộ, cơ quan liên quan]| họp giao ban",
    "[Sở Tài chính] và [các cơ quan liên quan]| xác định giá",
    "[Bộ Tài chính], [bộ, ngành liên quan]| xác định giá",
    "[các Sở, ban, ngành]; [Ủy ban nhân dân các xã, phường]; [các hội, đoàn thể]| ký cam kết",
    "[các bộ, ngành]; [các địa phương]| báo cáo",
    "[các cơ quan liên quan] và [chính quyền địa phương]| kiểm đếm",
    "[các cấp, các ngành và địa phương]| hưởng ứng",
]

# A kind named once, then names. "|" marks the end of the list, " + " parts the names.
ONCE = [
    ("các Bộ, ngành: Công Thương, Y tế, Thanh tra Chính phủ| góp ý", "Bộ Công Thương + Bộ Y tế + Thanh tra Chính phủ"),
    ("các Bộ: Tài chính, Y tế| góp ý", "Bộ Tài chính + Bộ Y tế"),
    (
        "các Bộ: Nông nghiệp và Môi trường, Khoa học và Công nghệ, Công Thương| góp ý",
        "Bộ Nông nghiệp và Môi trường + Bộ Khoa học và Công nghệ + Bộ Công Thương",
    ),
    ("các Bộ: Văn hóa, Thể thao và Du lịch, Ngoại giao| góp ý", "Bộ Văn hóa, Thể thao và Du lịch + Bộ Ngoại giao"),
    ("các bộ Nội vụ, Tư pháp và Công an| góp ý", "Bộ Nội vụ + Bộ Tư pháp + Bộ Công an"),
    ("Các sở: Công Thương, Xây dựng và Y tế| góp ý", "Sở Công Thương + Sở Xây dựng + Sở Y tế"),
    ("các Sở Tư pháp, Nội vụ, UBND tỉnh| góp ý", "Sở Tư pháp + Sở Nội vụ + UBND tỉnh"),
    ("hai Bộ Quốc phòng và Công an| góp ý", "Bộ Quốc phòng + Bộ Công an"),
    (
        "các Tập đoàn: Điện lực Việt Nam, Hóa chất Việt Nam| góp ý",
        "Tập đoàn Điện lực Việt Nam + Tập đoàn Hóa chất Việt Nam",
    ),
    (
        "các Bộ: Xây dựng, Ngân hàng Nhà nước Việt Nam, Tài chính| góp ý",
        "Bộ Xây dựng + Ngân hàng Nhà nước Việt Nam + Bộ Tài chính",
    ),
    (
        "các Bộ Y tế, Công an, Ủy ban nhân dân tỉnh Hưng Yên và các bộ, cơ quan liên quan| góp ý",
        "Bộ Y tế + Bộ Công an + Ủy ban nhân dân tỉnh Hưng Yên + các bộ, cơ quan liên quan",
    ),
    ("Sở Tài chính, Xây dựng và Công an tỉnh| góp ý", "Sở Tài chính + Sở Xây dựng + Công an tỉnh"),
    (
        "các Hội: Nông dân Việt Nam, Cựu chiến binh Việt Nam| góp ý",
        "Hội Nông dân Việt Nam + Hội Cựu chiến binh Việt Nam",
    ),
    ("Bộ trưởng các Bộ: Ngoại giao, Tư pháp| cử người", "Bộ trưởng Bộ Ngoại giao + Bộ trưởng Bộ Tư pháp"),
    (
        "Bộ trưởng các Bộ Quốc phòng, Y tế, Nội vụ| cử người",
        "Bộ trưởng Bộ Quốc phòng + Bộ trưởng Bộ Y tế + Bộ trưởng Bộ Nội vụ",
    ),
    ("Giám đốc các Sở: Xây dựng, Tài chính| chỉ đạo", "Giám đốc Sở Xây dựng + Giám đốc Sở Tài chính"),
    ("Bộ trưởng Bộ Quốc phòng, Công an| bảo đảm an ninh", "Bộ trưởng Bộ Quốc phòng + Bộ trưởng Bộ Công an"),
]

PLACES = [
    "[Tỉnh Thái Nguyên]| tiếp tục cải cách",
    "[tỉnh Cao Bằng]| lập quy hoạch",
    "[thành phố Hải Phòng], [tỉnh Quảng Ninh]| nối tuyến",
    "[Tỉnh]| phấn đấu tăng trưởng",
    "[Thành phố]| phấn đấu tăng trưởng",
    "[Các đặc khu và một số xã ven biển]| thí điểm",
    "[UBND các tỉnh: Bắc Ninh, Hưng Yên, Phú Thọ]| khơi thông dòng chảy",
    "[Ủy ban nhân dân các xã, phường, đặc khu Lý Sơn]| công khai",
    "[UBND các tỉnh/thành phố]| công khai",
    "[UBND các tỉnh, thành phố: Huế, Đà Nẵng, Gia Lai]| công khai",
    "[UBND các tỉnh Cà Mau, An Giang và Thành phố Hồ Chí Minh], [các địa phương liên quan]| công khai",
    "[UBND các tỉnh, thành phố khu vực Tây Nguyên]| công khai",
    "[UBND các phường, xã]| công khai",
    "[các xã, phường]| công khai",
]

APPOSITIONS = [
    "[Bộ Tài chính] - Cơ quan Thường trực Ban Chỉ đạo 167| đôn đốc",
    "[Sở Y tế] (Chi cục Dân số), [Sở Nội vụ]| thống kê",
    "[Công an tỉnh] - Cơ quan Thường trực Ban Chỉ đạo 35, [Sở Tư pháp]| thống kê",
    "“[Bộ Xây dựng] và [các địa phương]| khẩn trương",
]

WRITTEN = SPECIFIC + PERSONS + GROUPS + PLACES + APPOSITIONS


@pytest.mark.parametrize("marked", WRITTEN)
def test_a_list_is_read_as_it_is_written(marked: str) -> None:
    text = re.sub(r"[][|]", "", marked)
    found = read_bodies(text)
    assert found is not None
    names = re.findall(r"\[([^]]+)", marked)
    assert [body.span.of(text) for body in found.bodies] == names
    assert [body.name for body in found.bodies] == names
    assert text[found.span.end :] == marked.partition("|")[2]


@pytest.mark.parametrize(("marked", "names"), ONCE)
def test_a_kind_named_once_is_the_kind_of_each(marked: str, names: str) -> None:
    text = marked.replace("|", "")
    found = read_bodies(text)
    assert found is not None
    assert [body.name for body in found.bodies] == names.split(" + ")
    assert all(body.name.endswith(body.span.of(text)) for body in found.bodies)
    assert text[found.span.end :] == marked.partition("|")[2]


def test_the_tables_are_long_enough() -> None:
    assert len(WRITTEN) + len(ONCE) >= 150
    assert len(REFUSED) >= 60


REFUSED = [
    "Bộ luật Dân sự được sửa đổi",
    "Bộ Luật Hình sự",
    "bộ chỉ số đánh giá",
    "Bộ tiêu chí nông thôn mới",
    "bộ máy tinh gọn",
    "bộ phận một cửa",
    "Bộ dữ liệu mở",
    "bộ thủ tục hành chính",
    "Ban hành kế hoạch",
    "ban hành Kế hoạch",
    "ban đầu chưa rõ",
    "Đài thọ chi phí",
    "Hội nghị tổng kết",
    "hội nghị toàn quốc",
    "Hội thảo khoa học",
    "hội nhập quốc tế",
    "Sở hữu trí tuệ",
    "sở hữu nhà nước",
    "Đoàn kết, thống nhất",
    "đoàn viên thanh niên",
    "Báo cáo Bộ Tài chính",
    "báo cáo kết quả",
    "Viện trợ không hoàn lại",
    "viện dẫn quy định",
    "Cục bộ địa phương",
    "cục diện mới",
    "Trường hợp cần thiết",
    "trường hợp vượt thẩm quyền",
    "Đảng viên gương mẫu",
    "Quỹ đất hai bên đường",
    "quỹ đất sạch",
    "Vụ việc phức tạp",
    "vụ án kéo dài",
    "phòng chống tham nhũng",
    "Phòng, chống thiên tai",
    "phòng, chống dịch bệnh",
    "phòng ngừa rủi ro",
    "trung tâm đổi mới của vùng",
    "nhiệm vụ trọng tâm",
    "khu vực tư nhân",
    "Khu vực trung tâm",
    "Ủy quyền cho cấp dưới",
    "ủy quyền ký hợp đồng",
    "thanh tra việc chấp hành",
    "Thanh tra, kiểm tra đột xuất",
    "thanh tra các dự án",
    "kiểm toán việc sử dụng vốn",
    "kiểm toán các khoản chi",
    "tổ chức triển khai nghiêm túc",
    "Tổ chức thực hiện",
    "tổ chức sản xuất theo chuỗi",
    "tổ chức hội nghị",
    "cấp phép khai thác",
    "cấp bách triển khai",
    "ngành nghề kinh doanh",
    "ngành công nghiệp chế biến",
    "cơ sở dữ liệu quốc gia",
    "các cơ sở dữ liệu",
    "cơ sở hạ tầng số",
    "các cơ sở nhà, đất dôi dư",
    "bên cạnh đó",
    "thuế suất ưu đãi",
    "thuế thu nhập doanh nghiệp",
    "hải quan số",
    "xã hội số",
    "xã hội hóa đầu tư",
    "thành phố thông minh",
    "thành lập tổ biên tập",
    "tỉnh táo ứng phó",
    "lãnh đạo, chỉ đạo quyết liệt",
    "chủ trì, phối hợp",
    "chủ động rà soát",
    "các nhiệm vụ, giải pháp",
    "các quy định của pháp luật",
    "những khó khăn, vướng mắc",
    "chính phủ điện tử",
    "chính quyền số",
    "rà soát, cập nhật số liệu",
    "Kế hoạch này",
    "năm 2027",
    "",
    "   ",
    "...; ,",
    "30/4/2027",
    "các",
    "đồng chí",
    "(",
    "“",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_only_looks_like_a_body_is_none(text: str) -> None:
    assert read_bodies(text) is None


# --- In running text ------------------------------------------------------------------------------------------


def names_in(text: str) -> list[list[str]]:
    return [[body.name for body in found.bodies] for found in find_bodies(text)]


def test_every_list_of_a_sentence_is_found_in_order() -> None:
    text = (
        "Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh, các sở, ngành liên quan tham mưu UBND tỉnh trước ngày 12/9."
    )
    assert names_in(text) == [["Sở Nội vụ"], ["Công an tỉnh", "các sở, ngành liên quan"], ["UBND tỉnh"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("cán bộ, công chức, viên chức được tập huấn", []),
        ("xây dựng nội bộ, ngành hàng xuất khẩu", []),
        ("mưa lớn tại Bắc Bộ và Trung Bộ, Bộ Công Thương chỉ đạo", [["Bộ Công Thương"]]),
        ("Nghị quyết số 19-NQ/TW, Công văn số 88/BTC-NSNN", []),
        ("hỗ trợ doanh nghiệp vay vốn", []),
        ("Doanh nghiệp tự kê khai", [["Doanh nghiệp"]]),
        ("khai mạc tại tỉnh Tây Ninh", []),
        ("giao tỉnh Tây Ninh bố trí vốn", [["tỉnh Tây Ninh"]]),
        ("cổng dữ liệu tỉnh Tây Ninh", []),
        ("hoàn thành 12 công trình", []),
        ("phát triển kinh tế - xã hội, bảo đảm quốc phòng", []),
        ("có 15 doanh nghiệp công nghệ mới", [["doanh nghiệp công nghệ"]]),
        ("Nghị quyết của Bộ Chính trị về đổi mới", [["Bộ Chính trị"]]),
        ("BỘ TRƯỞNG BỘ TÀI CHÍNH", [["BỘ TRƯỞNG BỘ TÀI CHÍNH"]]),
        ("KINH TẾ SỐ VÀ XÃ HỘI SỐ NĂM 2027", []),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", []),
    ],
)
def test_running_text_names_no_more_than_it_says(text: str, names: list[list[str]]) -> None:
    assert names_in(text) == names


def test_a_range_of_the_text_is_read_and_offsets_stay_those_of_the_text() -> None:
    text = "Yêu cầu: Sở Y tế, Sở Nội vụ và Công an tỉnh báo cáo."
    found = read_bodies(text, 9, 27)
    assert found is not None
    assert [body.span.of(text) for body in found.bodies] == ["Sở Y tế", "Sở Nội vụ"]
    assert found.span.of(text) == "Sở Y tế, Sở Nội vụ"
    assert [each.span.of(text) for each in find_bodies(text, 18)] == ["Sở Nội vụ và Công an tỉnh"]


def test_a_kind_named_once_stands_in_the_names_and_not_in_the_spans() -> None:
    text = "Đề nghị các Bộ: Nội vụ, Y tế cho ý kiến"
    found = read_bodies(text, 8)
    assert found is not None
    assert [body.span.of(text) for body in found.bodies] == ["Nội vụ", "Y tế"]
    assert found.span.of(text) == "các Bộ: Nội vụ, Y tế"


def test_an_apposition_lies_in_the_span_of_the_list_but_not_of_the_body() -> None:
    text = "Sở Xây dựng - Cơ quan Thường trực Ban Chỉ đạo 61 rà soát"
    found = read_bodies(text)
    assert found is not None
    assert found.bodies[0].span.of(text) == "Sở Xây dựng"
    assert found.span.of(text) == "Sở Xây dựng - Cơ quan Thường trực Ban Chỉ đạo 61"


# --- Cells and labels -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Sở Y tế", ["Sở Y tế"]),
        ("Sở Y tế; UBND cấp xã.", ["Sở Y tế", "UBND cấp xã"]),
        ("- Sở Y tế\n- Sở Nội vụ\n- Các đơn vị liên quan", ["Sở Y tế", "Sở Nội vụ", "Các đơn vị liên quan"]),
        ("Sở Khoa học và\nCông nghệ", ["Sở Khoa học và Công nghệ"]),
        ("Sở Tài chính\nCông an tỉnh", ["Sở Tài chính", "Công an tỉnh"]),
        ("Sở Tài chính Công an tỉnh", ["Sở Tài chính", "Công an tỉnh"]),
        ("Sở Tài chính,Công an tỉnh", ["Sở Tài chính", "Công an tỉnh"]),
        (
            "Doanh nghiệp, nhà cung cấp dịch vụ điện toán, nhà đầu tư",
            ["Doanh nghiệp, nhà cung cấp dịch vụ điện toán, nhà đầu tư"],
        ),
        ("Chủ trang trại, hộ chăn nuôi", ["Chủ trang trại, hộ chăn nuôi"]),
        ("Ban nhạc lễ", ["Ban nhạc lễ"]),
        ("Bộ", ["Bộ"]),
        ("Viện, Trường; Doanh nghiệp", ["Viện, Trường", "Doanh nghiệp"]),
        ("Các cơ quan, đơn vị theo phân công", ["Các cơ quan, đơn vị theo phân công"]),
        ("Bộ Tài chính (Cục Hải quan); Bộ Công an", ["Bộ Tài chính", "Bộ Công an"]),
        ("Sở Nội vụ và các trạm bơm", ["Sở Nội vụ và các trạm bơm"]),
        ("", []),
        ("-", []),
        (" ; , \n", []),
        ("2027", []),
    ],
)
def test_a_cell_is_read_piece_by_piece(value: str, names: list[str]) -> None:
    assert [body.name for body in bodies_of(value)] == names


# --- For any text ---------------------------------------------------------------------------------------------

WORDS = sorted({word for marked in [*WRITTEN, *REFUSED] for word in re.findall(r"\w+|[^]\w\s|[]", marked)})


def assert_in_order(text: str) -> None:
    lists = find_bodies(text)
    single = read_bodies(text)
    position = 0
    for found in lists:
        assert position <= found.span.start < found.span.end <= len(text)
        position = found.span.end
    for found in [*lists, *([single] if single else [])]:
        at = found.span.start
        for body in found.bodies:
            assert at <= body.span.start < body.span.end <= found.span.end
            assert body.name.strip() == body.name != ""
            at = body.span.end
    at = 0
    for body in bodies_of(text):
        assert at <= body.span.start < body.span.end <= len(text)
        at = body.span.end


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    assert_in_order(text)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_the_words_of_directives_in_any_order_are_read_without_error(text: str) -> None:
    assert_in_order(text)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join), st.integers(0, 60), st.integers(0, 60))
def test_nothing_is_read_outside_the_range_asked_for(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    for found in find_bodies(text, start, end):
        assert start <= found.span.start
        assert found.bodies[-1].span.start < end


HOSTILE = [
    "bộ, " * 25_000,
    "Bộ " * 33_000,
    "các " * 25_000,
    "(" * 100_000,
    "Sở A(" * 20_000,
    "A&" * 50_000,
    "&" * 100_000,
    "a" * 100_000,
    "UBND các tỉnh A, " * 6_000,
    "các tỉnh: Lào Cai, " * 5_000,
    "trong đó các tỉnh, " * 5_000,
    "UBND các tỉnh, trong đó " * 4_000,
    "đồng chí " * 11_000,
    "Trưởng " * 14_000,
    "Giám đốc " * 11_000,
    "Phòng Văn hóa, " * 6_500,
    "Ban Chỉ đạo về phát triển, " * 3_700,
    "Sở Y tế - " * 10_000,
    "Bộ trưởng, " * 9_000,
    "cơ quan được giao nhiệm vụ theo " * 3_200,
    "\n- " * 33_000,
    "Nguyễn " * 14_000,
    "thuộc Bộ Y tế " * 7_000,
    "của các cơ quan thuộc " * 4_500,
    "lãnh đạo các " * 7_500,
    ";" * 100_000,
    "tỉnh, " * 16_000,
    "cơ quan; " * 11_000,
    "tại tỉnh Lào Cai, " * 5_500,
    "doanh nghiệp và " * 6_000,
    "các bộ: " * 12_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_repetition_is_read_in_linear_time(text: str) -> None:
    read_bodies(text)
    find_bodies(text)
    bodies_of(text)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
@pytest.mark.parametrize("unit", ["a", "A&", "&", " ", "a ", "bộ, ", "-", "(", "\n", "0"])
def test_every_regex_is_linear(module: ModuleType, unit: str) -> None:
    for value in vars(module).values():
        if isinstance(value, re.Pattern):
            for _ in value.finditer(unit * (100_000 // len(unit)) + "!"):
                pass


# --- The data -------------------------------------------------------------------------------------------------


def lists_of(value: object, name: str = "") -> list[tuple[str, list[str]]]:
    if isinstance(value, dict):
        return [each for key, inner in value.items() for each in lists_of(inner, f"{name}.{key}")]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [each for at, inner in enumerate(value) for each in lists_of(inner, f"{name}[{at}]")]
    return [(name, value)] if isinstance(value, list) else []


FORMS = tomllib.loads((files("corpus.tasks.bodies") / "forms.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "words"), lists_of(FORMS))
def test_a_list_of_words_is_clean(name: str, words: list[str]) -> None:
    assert [word for word in words if words.count(word) > 1] == []
    assert [word for word in words if word != " ".join(syllables_of(word).plain)] == []
    assert [word for word in words if word != unify_tone_placement(word)] == []


def test_institution_words_stand_in_one_entry_each_with_a_known_need() -> None:
    words = [word for entry in FORMS["institution"] for word in entry["words"]]
    assert [word for word in words if words.count(word) > 1] == []
    assert {entry["needs"] for entry in FORMS["institution"]} == set(lexicon.NEEDS)


def test_weak_and_central_words_are_words_of_their_lists() -> None:
    classes = [set(FORMS["member"][name]) for name in ("organs", "apart", "actors")]
    assert sum(map(len, classes)) == len(set.union(*classes))
    assert set(FORMS["member"]["weak"]) <= set.union(*classes)
    assert set(FORMS["office"]["central"]) <= {*FORMS["office"]["words"], *FORMS["office"]["alone"]}
    assert {*FORMS["territory"]["vague"], *FORMS["territory"]["silent"]} <= set(FORMS["territory"]["units"])
