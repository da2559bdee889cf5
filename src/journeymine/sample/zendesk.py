"""The Zendesk tables of the sample, with the column names of its usual connectors."""

from __future__ import annotations

from journeymine.sample.tables import Table

USER = Table(
    "zendesk/user.csv",
    (
        "id",
        "_fivetran_synced",
        "active",
        "created_at",
        "email",
        "external_id",
        "locale",
        "name",
        "phone",
        "role",
        "suspended",
        "updated_at",
        "verified",
    ),
)
TICKET = Table(
    "zendesk/ticket.csv",
    (
        "id",
        "_fivetran_synced",
        "assignee_id",
        "brand_id",
        "created_at",
        "description",
        "group_id",
        "is_public",
        "priority",
        "requester_id",
        "status",
        "subject",
        "submitter_id",
        "type",
        "updated_at",
        "via_channel",
    ),
    "created_at",
)
COMMENT = Table(
    "zendesk/ticket_comment.csv",
    ("id", "_fivetran_synced", "body", "created", "public", "ticket_id", "user_id"),
    "created",
)
HISTORY = Table(
    "zendesk/ticket_field_history.csv", ("field_name", "ticket_id", "updated", "_fivetran_synced", "user_id", "value")
)
RATING = Table(
    "zendesk/satisfaction_rating.csv",
    (
        "id",
        "_fivetran_synced",
        "assignee_id",
        "comment",
        "created_at",
        "group_id",
        "requester_id",
        "score",
        "ticket_id",
        "updated_at",
    ),
    "created_at",
)
