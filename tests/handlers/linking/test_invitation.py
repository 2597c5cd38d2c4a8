"""The links that carry a code along, one for each channel that is on."""

from dataclasses import replace

import pytest

from handlers.kit.deployment import Deployment
from handlers.linking.invitation import describe

CODE = "7F3K-92QD"


@pytest.mark.parametrize(
    ("addresses", "links"),
    [
        ({"telegram": "donghanh_bot"}, {"telegram": f"https://t.me/donghanh_bot?start={CODE}"}),
        ({"telegram": "@donghanh_bot"}, {"telegram": f"https://t.me/donghanh_bot?start={CODE}"}),
        ({"telegram": "https://t.me/donghanh_bot"}, {"telegram": f"https://t.me/donghanh_bot?start={CODE}"}),
        ({"web": "https://donghanh.example"}, {"web": f"https://donghanh.example/chat#{CODE}"}),
        ({"web": "https://donghanh.example/chat/"}, {"web": f"https://donghanh.example/chat#{CODE}"}),
        ({"zalo_oa": "https://zalo.me/4711"}, {"zalo_oa": "https://zalo.me/4711"}),
        ({"telegram": "", "web": "", "zalo_bot": "a name"}, {}),
    ],
)
def test_each_channel_has_its_own_kind_of_link(
    deployment: Deployment, addresses: dict[str, str], links: dict[str, str]
) -> None:
    assert describe(replace(deployment, addresses=addresses), CODE) == links
