"""What columns are usually called, so that a file nobody has described can be read at the first try."""

from __future__ import annotations

import re
from collections.abc import Iterable

USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "occurred_at": (
        *(
            "occurred_at",
            "event_time",
            "event_timestamp",
            "event_at",
            "timestamp",
            "time_stamp",
            "datetime",
            "date_time",
        ),
        *(
            "ts",
            "time",
            "event_date",
            "occurred",
            "created_at",
            "created",
            "happened_at",
            "answered_at",
            "submitted_at",
        ),
        *("time:timestamp", "start_time", "visited_at", "date", "day", "when", "updated_at"),
        *("czas", "data", "data_zdarzenia", "data_i_czas", "data_godzina", "data_utworzenia", "data_zamówienia"),
        *("время", "дата", "дата_события", "дата_и_время", "дата_время", "дата_создания", "дата_заказа", "час"),
    ),
    "event_name": (
        *("event_name", "event", "event_type", "action", "activity", "concept:name", "event_action", "action_name"),
        *("activity_name", "behavior", "behaviour", "operation", "step", "touchpoint", "interaction", "type", "name"),
        *("zdarzenie", "nazwa_zdarzenia", "typ_zdarzenia", "akcja", "czynność", "событие", "название_события"),
        *("тип_события", "действие", "операция", "подія"),
    ),
    "user_id": (
        *("user_id", "userid", "uid", "customer_id", "customer_number", "customer_no", "member_id", "person_id"),
        *("account_user_id", "client_id", "client_number", "subscriber_id", "contact_id", "profile_id", "patient_id"),
        *("case:concept:name", "case_id", "user_pseudo_id", "respondent_id"),
        *("id_klienta", "klient_id", "nr_klienta", "numer_klienta", "kod_klienta", "id_użytkownika", "id_uzytkownika"),
        *("id_клиента", "клиент_id", "номер_клиента", "код_клиента", "id_пользователя", "id_клієнта", "номер_клієнта"),
        *("kundennummer", "kunden_id", "id_cliente"),
        # Last, since a column of names may be called so.
        *("user", "customer", "client", "patient", "respondent", "klient", "uzytkownik", "użytkownik", "клиент"),
        *("пользователь", "клієнт", "kunde", "cliente"),
    ),
    "email": (
        *(
            "email",
            "email_address",
            "e_mail",
            "e_mail_address",
            "user_email",
            "customer_email",
            "mail",
            "contact_email",
        ),
        *("adres_email", "adres_e_mail", "email_klienta", "e_mail_klienta", "mail_klienta", "poczta"),
        *("почта", "эл_почта", "электронная_почта", "email_клиента", "e_mail_клиента", "адрес_почты", "correo"),
    ),
    "phone": (
        *("phone", "phone_number", "mobile", "telephone", "msisdn", "customer_phone", "phone_no"),
        *("telefon", "nr_telefonu", "numer_telefonu", "telefon_klienta", "komórka", "телефон", "номер_телефона"),
        *("телефон_клиента", "teléfono"),
    ),
    "loyalty_id": (
        *("loyalty_id", "loyalty_card", "card_id", "loyalty_number", "loyalty_card_number"),
        *("nr_karty", "numer_karty", "karta_klienta", "karta", "номер_карты", "карта_клиента", "карта", "картка"),
    ),
    "device_id": (
        *(
            "device_id",
            "anonymous_id",
            "cookie_id",
            "cookie",
            "visitor_id",
            "client_id",
            "distinct_id",
            "user_pseudo_id",
        ),
        *("domain_userid", "installation_id"),
    ),
    "event_id": ("event_id", "eventid", "message_id", "event_uuid", "insert_id", "uuid"),
    "received_at": ("received_at", "collector_tstamp", "server_time", "ingested_at"),
    "sequence_number": ("sequence_number", "sequence", "event_index", "hit_number"),
    "amount": (
        "amount",
        "revenue",
        "value",
        "order_value",
        "order_total",
        "total_price",
        "total",
        "price",
        "purchase_amount",
        *("kwota", "wartość", "wartosc", "cena", "suma", "сумма", "стоимость", "цена", "сума", "betrag", "importe"),
    ),
    "currency_code": ("currency_code", "currency", "waluta", "валюта"),
    "page_path": (
        *("page_path", "page", "path", "url_path", "page_url", "url", "page_location", "screen", "screen_name"),
        *("strona", "ekran", "страница", "экран"),
    ),
    "traffic_source": ("traffic_source", "utm_source", "source", "referrer_source", "acquisition_channel"),
    "traffic_medium": ("traffic_medium", "utm_medium", "medium"),
    "campaign": ("campaign", "utm_campaign", "campaign_name", "kampania", "кампания", "кампанія"),
    "content_type": ("content_type",),
    "device": ("device", "device_type", "device_category", "platform", "device_class"),
    "product": (
        "product",
        "product_name",
        "product_id",
        "sku",
        "item",
        "item_name",
        "produkt",
        "towar",
        "товар",
        "продукт",
    ),
    "location": (
        *("location", "store", "store_id", "shop", "branch", "city", "sklep", "salon", "oddział", "placówka", "miasto"),
        *("магазин", "отделение", "филиал", "офис", "город", "місто"),
    ),
    "team": ("team",),
    "rating": (
        "rating",
        "score",
        "stars",
        "nps",
        "nps_score",
        "csat",
        "csat_score",
        "ces",
        "grade",
        "ocena",
        "оценка",
        "оцінка",
    ),
    "text": (
        "text",
        "comment",
        "comments",
        "review",
        "review_text",
        "feedback",
        "answer",
        "message",
        "body",
        "note",
        *("opinia", "komentarz", "treść", "tresc", "treść_opinii", "uwagi", "recenzja", "wypowiedź", "wiadomość"),
        *("отзыв", "комментарий", "комментарии", "текст", "текст_отзыва", "ответ", "сообщение", "коментар", "відгук"),
    ),
}
"""Contract field or key -> what sources call it, the surest first; a name may be tried for several of them."""


def plain_name(name: str) -> str:
    """Return a column's name in small letters with single underscores: `Client ID`, `clientId` -> `client_id`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^\w:]+", "_", parted).strip("_").lower()


def find_named(role: str, columns: Iterable[str]) -> list[str]:
    """Find the columns that are called like a role, the surest first."""
    plain = {plain_name(column): column for column in reversed(list(columns))}
    return [plain[name] for name in USUAL_NAMES[role] if name in plain]
