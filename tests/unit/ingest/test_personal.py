"""What is personal by its name, in whatever spelling and language."""

from __future__ import annotations

import pytest

from journeymine.ingest.personal import is_free_text, is_personal, is_version


@pytest.mark.parametrize(
    "name",
    [
        *("email", "E-mail klienta", "customerEmail", "Customer Name", "RecipientLastName", "phone_2", "IPAddress"),
        *("Imię i nazwisko", "nr telefonu", "Kod pocztowy", "PESEL", "Фамилия", "Имя клиента", "дата рождения"),
        *("прізвище", "Vorname", "Straße", "Apellidos", "correo", "billing-address", "first.name"),
        *("Client", "customer", "Клиент", "klient", "User", "Owner", "created_by", "ShipTo", "contact_details"),
        *("remote_addr", "ipv6", "visitor_ip"),
    ],
)
def test_name_of_something_personal_is_known(name: str) -> None:
    assert is_personal(name)


@pytest.mark.parametrize(
    "name",
    [
        *("filename", "emailing", "skip", "page", "telling", "naming", "цена", "kwota", "region", "sku"),
        *("client_type", "user_agent", "owner_count", "created_at", "app_version"),
    ],
)
def test_other_names_are_not(name: str) -> None:
    assert not is_personal(name)


def test_a_version_is_known_by_its_name() -> None:
    assert is_version("context_app_version")
    assert is_version("osVersion")
    assert not is_version("conversion")


def test_free_text_is_what_people_write_as_they_please() -> None:
    assert is_free_text("Order Note")
    assert is_free_text("uwagi")
    assert not is_free_text("notebook")
