"""HTTP, the servers in front of the API, faults, counters and control."""
