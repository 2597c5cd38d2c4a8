"""What is chosen at set-up, by page or at the command line, and how it joins the settings of the environment."""
