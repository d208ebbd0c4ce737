"""What is decided and not found: settings, suppressions, baseline."""
