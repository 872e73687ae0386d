"""Where marks come from and go to: notebooks, learning platforms, other people's graders."""
