"""What the service starts with: communes, programmes, and a believable demo commune."""
