"""The bureaus' workbooks: 附件3 and 附件4 to print and seal, 材料核对表 to work with. They carry names and phones."""
