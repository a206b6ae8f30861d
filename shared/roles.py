"""What an account may do."""

from enum import StrEnum


class Role(StrEnum):
    """What an account may do."""

    UNIT_OFFICER = "unit_officer"  # cán bộ đơn vị
    APPRAISER = "appraiser"  # chuyên viên thẩm định
    LEADER = "leader"  # lãnh đạo
    COUNCIL_MEMBER = "council_member"  # thành viên Hội đồng
    ADMINISTRATOR = "administrator"  # quản trị


ROLE_NAMES = {
    Role.UNIT_OFFICER: "Cán bộ đơn vị",
    Role.APPRAISER: "Chuyên viên thẩm định",
    Role.LEADER: "Lãnh đạo",
    Role.COUNCIL_MEMBER: "Thành viên Hội đồng",
    Role.ADMINISTRATOR: "Quản trị",
}
