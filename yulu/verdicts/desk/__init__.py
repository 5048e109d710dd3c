"""The reading desk: editors judge doubtful quotes on their own machine. No part of the public site."""
