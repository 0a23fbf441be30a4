"""What it means: tables and sentences in, observations, goals and printed names out."""
