package dev.faultline;

import java.util.Set;

/**
 * What an administrator says of game days.
 *
 * @param namespaces in which faults may be injected
 */
record GameDaysSettings(Set<String> namespaces) {
    static GameDaysSettings read(FaultlineConfig config, Faults faults) {
        return new GameDaysSettings(faults.namespaces("FAULTLINE_GAMEDAYS_NAMESPACES", config.gamedaysNamespaces()));
    }
}
