"""Results as documents: the bodies that command line, API and reports share."""
