@_exported public import ConsentVault
