"""What every measurement uses: programs started and ended, the load client, schedules, figures, tables."""
