-- one row per dimension and member: invitations sent, and those answered
-- key: dimension, member
-- Dimension `all` has the one member `all`; months are those of the project's time zone. Invitations whose time to be
-- answered is not over are left out, answered or not: of the latest only those who answer at once are known.
with invitations as (
    select
        invitations.customer_id,
        invitations.is_answered,
        unnest([
            {dimension: 'all', member: 'all'},
            {dimension: 'invitation', member: coalesce(kinds.campaign, kinds.touchpoint, kinds.event_name)},
            {dimension: 'channel', member: coalesce(kinds.channel, kinds.source)},
            {dimension: 'segment', member: members.segment_id},
            {
                dimension: 'month',
                member: strftime(
                    invitations.occurred_at at time zone 'UTC' at time zone windows.timezone, '%Y-%m'
                )
            }
        ], recursive := true),
    from core.invitations as invitations
    inner join core.event_kinds as kinds using (event_kind_id)
    left join analysis.segment_members as members on invitations.customer_id = members.customer_id
    cross join seed.windows as windows
    cross join seed.invitations as answering
    cross join core.observation as observation
    where epoch_ms(observation.as_of) - epoch_ms(invitations.occurred_at) > answering.answer_milliseconds
)

select
    dimension,
    member,
    count(*) as invited_count,
    count(*) filter (is_answered) as answered_count,
    count(*) filter (is_answered) / count(*) as response_share,
    count(distinct customer_id) as customer_count,
from invitations
where member is not null
group by dimension, member
