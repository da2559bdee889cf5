"""One customer of many identifiers: what links keys, what keeps strangers apart."""
