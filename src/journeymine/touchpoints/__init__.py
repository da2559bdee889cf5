"""What an event means to a customer: rules that turn raw events into touchpoints, stages and channels."""
