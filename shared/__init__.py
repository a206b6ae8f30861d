"""What every service stands on: the contract of events and the frame they run in. It knows no service."""
