"""The cost of planning: classifying a body, making a plan, and the delay of other streams."""
