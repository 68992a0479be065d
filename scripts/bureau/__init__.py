"""What the bureaus print and seal: 附件3 and 附件4. Made for the bureaus alone: these sheets carry names and phones."""
