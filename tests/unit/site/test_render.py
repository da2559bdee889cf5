from __future__ import annotations

import json

import pytest

from journeymine.site.render import CONTENT_SECURITY_POLICY, render_json


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "]]>", "a & b", "\u2028\u2029", "\u202eabc", '"\\']
)
def test_json_in_a_page_cannot_end_its_element_and_reads_back(text: str) -> None:
    block = render_json({"name": text})
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(block)
    assert json.loads(block) == {"name": text}


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        render_json(float("nan"))


def test_scripts_come_from_files_beside_the_page_only() -> None:
    policy = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'none'"
    assert "unsafe-eval" not in CONTENT_SECURITY_POLICY
