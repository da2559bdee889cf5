"""The HubSpot tables of the sample, with the column names of its usual connectors, and the stages of its deals."""

from __future__ import annotations

from journeymine.sample.tables import Table

CONTACT = Table(
    "hubspot/contact.csv",
    (
        "id",
        "_fivetran_deleted",
        "_fivetran_synced",
        "property_email",
        "property_phone",
        "property_firstname",
        "property_createdate",
        "property_lastmodifieddate",
        "property_hs_merged_object_ids",
        "property_user_id",
        "property_loyalty_card",
        "property_jobtitle",
        "property_industry",
        "property_age_band",
        "property_education",
        "property_income_band",
        "property_family",
        "property_interests",
        "property_heard_from",
        "property_country",
        "property_hs_language",
        "property_consent",
    ),
)
MERGES = Table(
    "hubspot/contact_merge_audit.csv",
    (
        "canonical_vid",
        "contact_id",
        "vid_to_merge",
        "_fivetran_synced",
        "entity_id",
        "num_properties_moved",
        "timestamp",
        "user_id",
    ),
    is_broken=False,
)
DEAL = Table(
    "hubspot/deal.csv",
    (
        "deal_id",
        "is_deleted",
        "_fivetran_synced",
        "deal_pipeline_id",
        "deal_pipeline_stage_id",
        "owner_id",
        "portal_id",
        "property_dealname",
        "property_amount",
        "property_deal_currency_code",
        "property_closedate",
        "property_createdate",
        "property_hs_lastmodifieddate",
    ),
    "property_createdate",
)
DEAL_STAGE = Table(
    "hubspot/deal_stage.csv",
    (
        "deal_id",
        "_fivetran_start",
        "_fivetran_active",
        "_fivetran_end",
        "_fivetran_synced",
        "date_entered",
        "source",
        "source_id",
        "value",
    ),
)
DEAL_CONTACT = Table("hubspot/deal_contact.csv", ("contact_id", "deal_id", "_fivetran_synced", "type_id", "category"))
ENGAGEMENT = Table("hubspot/engagement.csv", ("id", "type", "_fivetran_synced", "portal_id"), is_broken=False)
ENGAGEMENT_CONTACT = Table(
    "hubspot/engagement_contact.csv",
    ("contact_id", "engagement_id", "engagement_type", "type_id", "_fivetran_synced", "category"),
    is_broken=False,
)
CALL = Table(
    "hubspot/engagement_call.csv",
    (
        "engagement_id",
        "_fivetran_deleted",
        "_fivetran_synced",
        "property_hs_createdate",
        "property_hs_timestamp",
        "property_hubspot_owner_id",
        "property_hs_call_title",
        "property_hs_call_direction",
        "type",
    ),
    "property_hs_timestamp",
    is_broken=False,
)
MEETING = Table(
    "hubspot/engagement_meeting.csv",
    (
        "engagement_id",
        "_fivetran_synced",
        "start_time",
        "end_time",
        "source",
        "meeting_outcome",
        "title",
        "property_hubspot_owner_id",
    ),
    "start_time",
    is_broken=False,
)
NOTE = Table(
    "hubspot/engagement_note.csv",
    (
        "engagement_id",
        "_fivetran_deleted",
        "_fivetran_synced",
        "property_hs_createdate",
        "property_hs_timestamp",
        "property_hs_note_body",
        "property_hubspot_owner_id",
        "type",
    ),
    "property_hs_timestamp",
    is_broken=False,
)
EMAIL_EVENT = Table(
    "hubspot/email_event.csv",
    (
        "id",
        "_fivetran_synced",
        "app_id",
        "caused_by_created",
        "caused_by_id",
        "created",
        "email_campaign_id",
        "portal_id",
        "sent_by_created",
        "sent_by_id",
        "type",
        "filtered_event",
        "recipient",
    ),
    "created",
)
PIPELINE = Table(
    "hubspot/deal_pipeline.csv",
    ("pipeline_id", "_fivetran_deleted", "_fivetran_synced", "active", "display_order", "label"),
    is_broken=False,
)
PIPELINE_STAGE = Table(
    "hubspot/deal_pipeline_stage.csv",
    (
        "stage_id",
        "_fivetran_deleted",
        "_fivetran_synced",
        "active",
        "closed_won",
        "is_closed",
        "display_order",
        "probability",
        "label",
        "pipeline_id",
    ),
    is_broken=False,
)
CAMPAIGN = Table(
    "hubspot/email_campaign.csv", ("id", "_fivetran_synced", "app_id", "name", "subject", "type"), is_broken=False
)

STAGES = {
    "renewals": {"renewal_offered": 0.5, "renewal_won": 1.0, "renewal_lost": 0.0},
    "sales": {"sales_qualified": 0.2, "sales_meeting": 0.4, "sales_quote": 0.6, "sales_won": 1.0, "sales_lost": 0.0},
}
"""Stages of each pipeline of deals, with the chance of success HubSpot shows."""
