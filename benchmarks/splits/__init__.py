"""What planning costs: classifying a body, making a plan, and what other streams notice of it."""
