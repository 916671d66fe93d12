package io.mqttproxy.routing;

import java.util.Arrays;
import java.util.List;

/**
 * Which backend owns each of {@value #SIZE} slots. Each backend prefers the slots in a random order of its own; they take
 * turns, each taking its best slot that is still free, as often as its weight says.
 *
 * <p>It is part of the contract between the proxies of a fleet; test vectors hold it.
 */
final class MaglevTable {

    /** A prime, so that every step from 1 to {@code SIZE - 1} comes by all slots. */
    static final int SIZE = 65_537;

    private static final char NOBODY = Character.MAX_VALUE;

    /** Indices of owners; two bytes each. */
    private final char[] owners;

    private MaglevTable(char[] owners) {
        this.owners = owners;
    }

    /**
     * The table over these backends; those of weight 0 own nothing.
     *
     * @param backends in alphabetical order of their names, fewer than {@value #SIZE}
     */
    static MaglevTable of(List<BackendState> backends) {
        char[] owners = new char[SIZE];
        Arrays.fill(owners, NOBODY);
        int heaviest = backends.stream()
                .mapToInt(state -> state.backend().weight())
                .max()
                .orElse(0);
        if (heaviest > 0) {
            new Filling(backends, heaviest, owners).fill();
        }
        return new MaglevTable(owners);
    }

    /** The owner of the slot of this hash; -1 when there is none. */
    int owner(long hash) {
        char owner = owners[(int) Long.remainderUnsigned(hash, SIZE)];
        return owner == NOBODY ? -1 : owner;
    }

    /** The turns of all backends. */
    private static final class Filling {

        private final char[] owners;
        private final int heaviest;
        private final int[] weights;
        private final int[] steps;
        /** The slot that each backend looks at next. */
        private final int[] slots;
        /** What each backend has saved up; a slot costs the weight of the heaviest. */
        private final int[] credits;

        Filling(List<BackendState> backends, int heaviest, char[] owners) {
            this.owners = owners;
            this.heaviest = heaviest;
            int count = backends.size();
            this.weights = new int[count];
            this.steps = new int[count];
            this.slots = new int[count];
            this.credits = new int[count];
            for (int i = 0; i < count; i++) {
                long name = backends.get(i).nameHash();
                weights[i] = backends.get(i).backend().weight();
                slots[i] = (int) Long.remainderUnsigned(StableHash.combine(name, 1), SIZE);
                steps[i] = (int) Long.remainderUnsigned(StableHash.combine(name, 2), SIZE - 1) + 1;
            }
        }

        void fill() {
            int free = SIZE;
            while (free > 0) {
                for (int i = 0; i < weights.length && free > 0; i++) {
                    credits[i] += weights[i];
                    if (credits[i] >= heaviest) {
                        credits[i] -= heaviest;
                        take(i);
                        free--;
                    }
                }
            }
        }

        private void take(int backend) {
            while (owners[slots[backend]] != NOBODY) {
                advance(backend);
            }
            owners[slots[backend]] = (char) backend;
            advance(backend);
        }

        private void advance(int backend) {
            int next = slots[backend] + steps[backend];
            slots[backend] = next < SIZE ? next : next - SIZE;
        }
    }
}
