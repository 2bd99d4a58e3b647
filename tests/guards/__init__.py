"""What every test is watched for: logged warnings, Qt's messages, tasks, threads and timers left alive."""
