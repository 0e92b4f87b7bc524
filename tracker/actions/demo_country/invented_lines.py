"""Write the few indicators that only an invented country reports, with the unit of two of them."""

from typing import Final

from tracker.models import Direction, Indicator, IndicatorGroup, IndicatorKind, Unit

_UNIT: Final = {"code": "workers", "name": "lao động", "name_en": "workers", "whole": True}
_INVENTED, _INVENTED_EN = " (chỉ tiêu minh họa)", " (invented for the demonstration)"


def write_invented_lines() -> None:
    """Write the indicators beside the published ones; each says that it is invented."""
    unit = Unit.objects.create(**_UNIT)
    projects, percent = (Unit.objects.get(code=code) for code in ("projects", "percent"))
    to_date, economy = (IndicatorGroup.objects.get(code=code) for code in ("registered-to-date", "economy"))
    Indicator.objects.create(
        code="projects-delayed",
        name="Số dự án chậm tiến độ",
        name_en="Delayed projects",
        definition=f"Số dự án còn hiệu lực thực hiện chậm so với tiến độ đăng ký tại một ngày{_INVENTED}.",
        definition_en=f"Projects in force that are behind their registered schedule on a day{_INVENTED_EN}.",
        group=to_date,
        position=17,
        kind=IndicatorKind.STOCK,
        unit=projects,
        direction=Direction.LOWER_IS_BETTER,
        display_scale=1,
        display_unit="dự án",
        display_unit_en="projects",
    )
    workers = Indicator.objects.create(
        code="workers-total",
        name="Số lao động trong khu",
        name_en="Workers in parks",
        definition=f"Số lao động làm việc tại các dự án trong khu tại một ngày{_INVENTED}.",
        definition_en=f"Workers of the projects in parks on a day{_INVENTED_EN}.",
        group=economy,
        position=6,
        kind=IndicatorKind.STOCK,
        unit=unit,
        direction=Direction.HIGHER_IS_BETTER,
        display_scale=1,
        display_unit="lao động",
        display_unit_en="workers",
    )
    local = Indicator.objects.create(
        code="workers-local",
        name="Số lao động là người địa phương",
        name_en="Local workers in parks",
        definition=f"Số lao động trong khu là người của tỉnh, tại một ngày{_INVENTED}.",
        definition_en=f"Workers in parks who come from the province, on a day{_INVENTED_EN}.",
        group=economy,
        position=7,
        kind=IndicatorKind.STOCK,
        unit=unit,
        direction=Direction.HIGHER_IS_BETTER,
        component_of=workers,
        split="origin of workers",
        display_scale=1,
        display_unit="lao động",
        display_unit_en="workers",
    )
    Indicator.objects.create(
        code="workers-local-share",
        name="Tỷ lệ lao động địa phương",
        name_en="Share of local workers",
        definition=f"Số lao động là người địa phương chia cho số lao động trong khu{_INVENTED}.",
        definition_en=f"Local workers divided by the workers in parks{_INVENTED_EN}.",
        group=economy,
        position=8,
        kind=IndicatorKind.RATIO,
        unit=percent,
        direction=Direction.HIGHER_IS_BETTER,
        numerator=local,
        denominator=workers,
        display_scale=1,
        display_unit="%",
        display_unit_en="per cent",
    )
