"""Named mistakes, kindly explained: from facts about a submission to messages. Never changes a point."""
