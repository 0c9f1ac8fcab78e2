import VaultModel

extension CompiledPurpose {
  /// The same purpose with other terms, for trying a change out without compiling the whole policy.
  ///
  /// - Parameters:
  ///   - definition: of the same name; a name that the registry does not know covers nothing.
  ///   - registry: the one that the purpose was compiled against.
  ///   - zone: the rules of an IANA zone, asked only if the zone is another one.
  /// - Returns: the row that compiling the changed policy would make, apart from `never` rules, which
  ///   no purpose carries.
  package func redefined(
    _ definition: PurposeDefinition, in registry: Registry, zone: (String) -> ZoneRules?
  ) -> CompiledPurpose {
    let old = self.definition
    func set<Kind: RegisteredKind>(
      _ names: [String], _ before: [String], _ same: NumberSet<Kind>
    ) -> NumberSet<Kind> {
      names == before ? same : NumberSet(names.compactMap { registry.number($0, Kind.self) })
    }
    return CompiledPurpose(
      number: number, definition: definition,
      actors: set(definition.actors, old.actors, actors),
      categories: set(definition.categories, old.categories, categories),
      recipients: set(definition.recipients, old.recipients, recipients),
      channels: set(definition.channels, old.channels, channels),
      origins: definition.origins == old.origins
        ? origins
        : NumberSet(definition.origins.compactMap { registry.number($0.description) }),
      lineage: lineage, nevers: nevers,
      quiet: definition.contact?.quiet.map { hours in
        Quiet(
          window: QuietWindow(fromMinute: hours.fromMinute, untilMinute: hours.untilMinute),
          zone: hours.zone == old.contact?.quiet?.zone ? quiet?.zone : zone(hours.zone))
      })
  }

  /// The same purpose under other `never` rules.
  package func forbidden(by nevers: [NeverTerms]) -> CompiledPurpose {
    CompiledPurpose(
      number: number, definition: definition, actors: actors, categories: categories,
      recipients: recipients, channels: channels, origins: origins, lineage: lineage,
      nevers: nevers, quiet: quiet)
  }
}
