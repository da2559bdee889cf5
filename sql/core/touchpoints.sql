-- one row per touchpoint
-- key: touchpoint
-- Channel is the usual one: an event's own is on the step. Owner is what [owners] says of the touchpoint, else the
-- rule's, else what [owners] says of the channel, else of the stage, else the team most often seen.
with steps as (
    select
        kinds.touchpoint_code,
        channels.channel,
        kinds.team,
        counts.step_count,
    from core.kind_counts as counts
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join core.channels as channels on counts.channel_code = channels.channel_code
),

usual_channels as (
    select
        touchpoint_code,
        channel,
    from steps
    group by touchpoint_code, channel
    qualify row_number() over (partition by touchpoint_code order by sum(step_count) desc, channel) = 1
),

usual_teams as (
    select
        touchpoint_code,
        team,
    from steps
    where team is not null
    group by touchpoint_code, team
    qualify row_number() over (partition by touchpoint_code order by sum(step_count) desc, team) = 1
)

select
    names.touchpoint,
    names.stage,
    names.stage_rank,
    usual_channels.channel,
    names.channel_kind,
    coalesce(owners.owner, names.owner, channel_owners.owner, stage_owners.owner, usual_teams.team) as owner,
    names.touchpoint_code,
from core.touchpoint_names as names
left join usual_channels using (touchpoint_code)
left join usual_teams using (touchpoint_code)
left join seed.owners as owners on names.touchpoint = owners.touchpoint
left join seed.owners as channel_owners on usual_channels.channel = channel_owners.channel
left join seed.owners as stage_owners on names.stage = stage_owners.stage
