"""Paper: the forms 附件1 and 附件2 printed as Word files."""
