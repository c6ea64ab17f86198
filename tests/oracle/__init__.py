"""An oracle for the cards of ecosystem documents, by somebody who had not read the code."""
